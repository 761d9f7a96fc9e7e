{{ config(materialized='table') }}

-- Sessions that pass a midnight, as they stood at the end of each of their days: a
-- cutoff sees no event of tomorrow.
with sessions as (
    select * from {{ ref('sessions') }}
    where started_on < cast(ended_at as date)
),

events as (
    select * from {{ ref('stg_segments__events') }}
),

session_events as (
    select
        events.*,
        sessions.session_id as session_key,
        sessions.started_at
    from sessions
    inner join events
        on
            sessions.visitor_id = events.visitor_id
            and sessions.input_session_id is not distinct from events.session_id
            and sessions.started_at <= events.event_at
            and sessions.ended_at >= events.event_at
),

days as (
    select distinct
        session_key,
        event_on
    from session_events
),

so_far as (
    select
        session_events.*,
        days.event_on as visit_on,
        row_number() over (
            partition by session_events.session_key, days.event_on
            order by session_events.event_at, session_events.event_key
        ) as place
    from days
    inner join session_events
        on
            days.session_key = session_events.session_key
            and days.event_on >= session_events.event_on
),

grouped as (
    select
        session_key as session_id,
        min(anonymous_id) as anonymous_id,
        {{ customer_segments.at_end('customer_id', 'last') }} as signed_in_customer_id,
        {{ customer_segments.at_end('source', 'first') }} as source,
        {{ customer_segments.at_end('device', 'first') }} as device,
        {{ customer_segments.session_counts() }},
        {{ customer_segments.micros_between('min(event_at)', 'max(event_at)') }} / 1e6
            as duration_seconds,
        visit_on
    from so_far
    group by session_key, visit_on
)

select
    grouped.*,
    {{ customer_segments.session_flags() }}
from grouped
