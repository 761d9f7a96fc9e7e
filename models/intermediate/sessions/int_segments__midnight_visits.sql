{{ config(materialized='table') }}

-- Sessions that pass a midnight, as they stood at the end of each of their days: a
-- cutoff sees no event of tomorrow.
{% set keys = customer_segments.session_keys() %}

with sessions as (
    select * from {{ ref('sessions') }}
),

stg_events as (
    select * from {{ ref('stg_segments__events') }}
),

spans as (
    select
        visitor_id,
        input_session_id,
        unbroken_since_at,
        max(ended_at) as until_at
    from sessions
    where started_on < cast(ended_at as date)
    group by visitor_id, input_session_id, unbroken_since_at
),

events as (
    select stg_events.*
    from spans
    inner join stg_events
        on
            spans.visitor_id = stg_events.visitor_id
            and spans.input_session_id is not distinct from stg_events.session_id
            and spans.unbroken_since_at <= stg_events.event_at
            and spans.until_at >= stg_events.event_at
),

stretches as (
    {{ customer_segments.events_with_stretches('events') }}
),

-- once more the rule that made the sessions: time alone does not tell two apart of
-- which one begins at the other's last moment
broken as (
    {{ customer_segments.events_with_breaks('stretches') }}
),

placed as (
    select
        *,
        session_id as input_session_id,
        min(event_at) over whole as started_at,
        min(place) over whole as first_place,
        min(event_on) over whole as first_on,
        max(event_on) over whole as last_on
    from broken
    window whole as (partition by {{ keys | join(', ') }})
),

named as (
    select *, {{ customer_segments.session_id() }} as session_key
    from placed
),

days as (
    select distinct
        session_key,
        event_on as visit_on
    from named
    where first_on < last_on
),

so_far as (
    select
        named.*,
        days.visit_on
    from days
    inner join named
        on days.session_key = named.session_key and days.visit_on >= named.event_on
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
    *,
    {{ customer_segments.session_flags() }}
from grouped
