{{ config(
    materialized=customer_segments.kept_materialization(),
    incremental_strategy='replace',
    on_schema_change='sync_all_columns',
    meta={'kept_time': 'ended_at', 'replaced_by': 'replaced_midnight_visits'},
) }}

-- Sessions that pass a midnight, as they stood at the end of each of their days: a
-- cutoff sees no event of tomorrow.
{% set keys = customer_segments.session_keys() %}
{% set kept_before = customer_segments.kept_before(
    'int_segments__midnight_visits', 'ended_at'
) %}

with stretches as (
    {{ customer_segments.events_past_midnight(kept_before) }}
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
        min(moment) over whole as first_moment,
        min(event_on) over whole as first_on,
        max(event_at) over whole as ended_at
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
    where first_on < cast(ended_at as date)
),

sums as (
    select
        session_key,
        {{ customer_segments.events_checksum() }} as events_checksum
    from named
    group by session_key
),

so_far as (
    select
        named.*,
        sums.events_checksum,
        days.visit_on
    from days
    inner join sums on days.session_key = sums.session_key
    inner join named
        on days.session_key = named.session_key and days.visit_on >= named.event_on
),

grouped as (
    select
        session_key as session_id,
        min(visitor_id) as visitor_id,
        min(anonymous_id) as anonymous_id,
        min(input_session_id) as input_session_id,
        {{ customer_segments.at_end('customer_id', 'last') }} as signed_in_customer_id,
        {{ customer_segments.at_end('source', 'first') }} as source,
        {{ customer_segments.at_end('device', 'first') }} as device,
        {{ customer_segments.session_counts() }},
        min(events_checksum) as events_checksum,
        {{ customer_segments.micros_between('min(event_at)', 'max(event_at)') }} / 1e6
            as duration_seconds,
        cast({{ customer_segments.kept_recipe() }} as bigint) as recipe_number,
        visit_on,
        min(unbroken_since_at) as unbroken_since_at,
        min(ended_at) as ended_at
    from so_far
    group by session_key, visit_on
)

select
    *,
    {{ customer_segments.session_flags() }}
from grouped
