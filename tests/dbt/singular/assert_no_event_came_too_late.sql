{{ config(severity='warn') }}

-- Days of which the input holds events that no build has read: they came later than
-- segments_late_arrival_days. `dbt build --full-refresh` reads everything.
with event_rows as (
    select * from {{ ref('base_segments__event_rows') }}
),

events as (
    select * from {{ ref('base_segments__events') }}
),

given_days as (
    select
        cast(event_at as date) as event_on,
        count(*) as given_count
    from event_rows
    group by cast(event_at as date)
),

read_days as (
    select
        cast(event_at as date) as event_on,
        count(*) as read_count
    from events
    group by cast(event_at as date)
)

select
    given_days.event_on,
    given_days.given_count - coalesce(read_days.read_count, 0) as unread_count
from given_days
left join read_days
    on given_days.event_on is not distinct from read_days.event_on
where given_days.given_count > coalesce(read_days.read_count, 0)
