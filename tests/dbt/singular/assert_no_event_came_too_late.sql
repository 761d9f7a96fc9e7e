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
        {{ dbt.date_trunc('minute', 'event_at') }} as event_minute
    from event_rows
    union all
    select
        -1 as unread,
        {{ dbt.date_trunc('minute', 'event_at') }} as event_minute
    from events
),

-- counted by the minute: events that have gone since hide others of their minute, and
-- would hide those of a whole day
minutes as (
    select
        sum(unread) as unread_in_minute,
        event_minute
    from differences
    group by event_minute
    having sum(unread) > 0
)

select
    sum(unread_in_minute) as unread_count,
    cast(event_minute as date) as event_on
from minutes
group by cast(event_minute as date)
