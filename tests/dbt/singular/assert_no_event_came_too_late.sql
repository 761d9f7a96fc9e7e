{{ config(severity='warn') }}

-- Days of which the input holds events that no build has read: they came later than
-- segments_late_arrival_days. `dbt build --full-refresh` reads everything.
with event_rows as (
    select * from {{ ref('base_segments__event_rows') }}
),

events as (
    select * from {{ ref('base_segments__events') }}
),

differences as (
    select
        1 as unread,
        cast(event_at as date) as event_on
    from event_rows
    union all
    select
        -1 as unread,
        cast(event_at as date) as event_on
    from events
)

select
    sum(unread) as unread_count,
    event_on
from differences
group by event_on
having sum(unread) > 0
