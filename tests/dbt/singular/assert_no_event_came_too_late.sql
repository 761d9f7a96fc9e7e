{{ config(severity='warn') }}

-- Rows of the input that no build has read: dated before segments_late_arrival_days
-- when they came, or gone since. `dbt build --full-refresh` reads everything.
with event_rows as (
    select count(*) as given_count from {{ ref('base_segments__event_rows') }}
),

events as (
    select count(*) as read_count from {{ ref('base_segments__events') }}
)

select
    event_rows.given_count,
    events.read_count
from event_rows
cross join events
where event_rows.given_count <> events.read_count
