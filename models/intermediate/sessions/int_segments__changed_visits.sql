{{ config(materialized='table') }}

-- Whose sessions have to be made anew, and from when on: those of visitors whose events
-- add up to another sum of hashes than the sessions that were made of them. Sessions
-- that the input brings are compared one by one. Empty where no session is kept.
-- depends_on: {{ ref('stg_segments__events') }}
{% set kept_before = customer_segments.kept_before(
    'sessions', 'ended_at', 'rules_checksum'
) %}

{% if kept_before is none %}
select
    visitor_key,
    session_id,
    event_at as from_at
from {{ ref('stg_segments__events') }}
where 1 = 0
{% else %}
{% set former_sessions = customer_segments.kept_relation('sessions') %}
with reopened as (
    {{ customer_segments.reopened_sessions(former_sessions, kept_before) }}
),

openings as (
    select
        {{ customer_segments.hash_key('visitor_id') }} as visitor_key,
        input_session_id as session_id,
        {{ customer_segments.sum_of_hashes('events_checksum') }} as former_checksum,
        min(unbroken_since_at) as from_at
    from reopened
    group by visitor_id, input_session_id
),

events as (
    select
        visitor_key,
        session_id,
        {{ customer_segments.event_hash() }} as event_hash,
        event_at
    from {{ ref('stg_segments__events') }}
    where
        event_at < {{ customer_segments.credible_end() }}
        and event_at >= (
            select coalesce(min(from_at), {{ kept_before }}) from openings
            where from_at < {{ kept_before }}
        )
),

sums as (
    select
        visitor_key,
        session_id,
        event_hash,
        null as former_checksum,
        {{ kept_before }} as from_at
    from events
    where event_at >= {{ kept_before }}
    union all
    select
        events.visitor_key,
        events.session_id,
        events.event_hash,
        null as former_checksum,
        openings.from_at
    from events
    inner join openings
        on
            events.visitor_key = openings.visitor_key
            and coalesce(
                events.session_id = openings.session_id,
                events.session_id is null and openings.session_id is null
            )
            and events.event_at >= openings.from_at
    where events.event_at < {{ kept_before }}
    union all
    select
        visitor_key,
        session_id,
        null as event_hash,
        former_checksum,
        from_at
    from openings
)

select
    visitor_key,
    session_id,
    min(from_at) as from_at
from sums
group by visitor_key, session_id
having
    {{ customer_segments.sum_of_hashes('event_hash') }}
    is distinct from {{ customer_segments.sum_of_hashes('former_checksum') }}
{% endif %}
