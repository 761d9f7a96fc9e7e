{{ config(materialized='table') }}

-- Whose sessions have to be made anew, and from when on: from the first stretch of
-- activity of a visitor whose events add up to another sum of hashes than the sessions
-- that were made of them, or from the first event in no stretch. A session that the
-- input brings is a stretch of its own. Empty where no session is kept.
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
{% set timeout = customer_segments.segments_var('segments_session_timeout_minutes') %}
with stretches as (
    {{ customer_segments.reopened_stretches(former_sessions, kept_before) }}
),

events as (
    select
        visitor_key,
        coalesce(session_id, '') as session_key,
        {{ customer_segments.event_hash() }} as event_hash,
        event_at
    from {{ ref('stg_segments__events') }}
    where
        event_at < {{ customer_segments.credible_end() }}
        and event_at >= (
            select coalesce(min(from_at), {{ kept_before }}) from stretches
            where from_at < {{ kept_before }}
        )
),

-- an event is of the stretch that it falls in, or stands for itself; joined by nothing
-- but comparisons, or engines compare every row with every other
compared as (
    select
        events.visitor_key,
        events.session_key,
        events.event_hash,
        null as former_checksum,
        coalesce(stretches.from_at, events.event_at) as changed_at
    from events
    left join stretches
        on
            events.visitor_key = stretches.visitor_key
            and events.session_key = stretches.session_key
            and events.event_at >= stretches.from_at
            and events.event_at <= stretches.until_at
    where events.event_at >= {{ kept_before }} or stretches.from_at is not null
    union all
    select
        visitor_key,
        session_key,
        null as event_hash,
        former_checksum,
        from_at as changed_at
    from stretches
),

changes as (
    select
        visitor_key,
        session_key,
        changed_at
    from compared
    group by visitor_key, session_key, changed_at
    having
        {{ customer_segments.sum_of_hashes('event_hash') }}
        is distinct from {{ customer_segments.sum_of_hashes('former_checksum') }}
)

-- what goes on with a stretch changes it; else the first change is where all begins
select
    changes.visitor_key,
    nullif(changes.session_key, '') as session_id,
    min(coalesce(stretches.from_at, changes.changed_at)) as from_at
from changes
left join stretches
    on
        changes.visitor_key = stretches.visitor_key
        and changes.session_key = stretches.session_key
        and changes.changed_at >= stretches.from_at
        and {{ customer_segments.minutes_before('changes.changed_at', timeout) }}
        <= stretches.until_at
group by changes.visitor_key, changes.session_key
{% endif %}
