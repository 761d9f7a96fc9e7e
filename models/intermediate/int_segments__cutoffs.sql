{{ config(
    materialized='table',
    post_hook="{{ customer_segments.refuse_earlier_run() }}",
) }}

{% set horizon = customer_segments.segments_var('segments_horizon_days') %}

with customer_days as (
    select * from {{ ref('int_segments__customer_days') }}
),

{% if customer_segments.segments_input('events') is not none %}
events as (
    select * from {{ ref('stg_segments__events') }}
),
{% endif %}

days as (
    select
        ordered_on as seen_on,
        ordered_on
    from customer_days
    where is_purchase_day
    {% if customer_segments.segments_input('events') is not none %}
    union all
    select
        event_on as seen_on,
        cast(null as date) as ordered_on
    from events
    {% endif %}
),

span as (
    select
        min(seen_on) as first_seen_on,
        min(ordered_on) as first_on,
        {{ customer_segments.as_of_expression('seen_on') }} as as_of
    from days
),

candidates as (
    select
        as_of as cutoff_on,
        true as is_as_of,
        first_seen_on,
        first_on
    from span
    {% for step in range(customer_segments.segments_var('segments_training_cutoffs')) %}
    union all
    select
        {{ customer_segments.days_after('as_of', -(horizon + 30 * step)) }}
            as cutoff_on,
        false as is_as_of,
        first_seen_on,
        first_on
    from span
    {% endfor %}
)

select
    is_as_of,
    cutoff_on
from candidates
-- a training cutoff looks back on at least 30 days of history
where
    (is_as_of and first_seen_on < cutoff_on)
    or (
        not is_as_of
        and {{ customer_segments.days_after('first_on', 30) }} <= cutoff_on
    )
