{{ config(materialized='table') }}

{% set as_of = customer_segments.segments_var('segments_as_of') %}
{% set horizon = customer_segments.segments_var('segments_horizon_days') %}

with order_lines as (
    select * from {{ ref('stg_segments__order_lines') }}
),

span as (
    select
        min(ordered_on) as first_on,
        {% if as_of %}
        cast('{{ as_of }}' as date) as as_of
        {% else %}
        -- a mistyped year must not move "now" into the future
        least(
            {{ customer_segments.days_after('max(ordered_on)', 1) }},
            {{ customer_segments.days_after('current_date', 1) }}
        ) as as_of
        {% endif %}
    from order_lines
    where is_purchase
),

candidates as (
    select
        as_of as cutoff_on,
        true as is_as_of,
        first_on
    from span
    {% for step in range(customer_segments.segments_var('segments_training_cutoffs')) %}
    union all
    select
        {{ customer_segments.days_after('as_of', -(horizon + 30 * step)) }} as cutoff_on,
        false as is_as_of,
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
    (is_as_of and first_on < cutoff_on)
    or (not is_as_of and {{ customer_segments.days_after('first_on', 30) }} <= cutoff_on)
