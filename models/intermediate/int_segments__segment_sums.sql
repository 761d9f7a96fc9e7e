{{ config(materialized='table') }}

-- One row per segment, with each feature's median and sums side by side.
{% set features, sums = customer_segments.feature_names(), [] %}
{% for column in ['count', 'sum', 'square_sum', 'log_sum', 'log_square_sum'] %}
{% for feature in features %}
{% do sums.append(feature ~ '__' ~ column) %}
{% endfor %}
{% endfor %}

with bucket_sums as (
    select * from {{ ref('int_segments__bucket_sums') }}
),

customers as (
    select * from {{ ref('int_segments__segmented_customers') }}
),

added_up as (
    select
        segment_id,
        {% for column in sums %}
        sum({{ column }}) as {{ column }},
        {% endfor %}
        cast(sum(customer_count) as bigint) as customer_count
    from bucket_sums
    group by segment_id
),

medians as (
    select
        {% for feature in features %}
        median({{ feature }}) as {{ feature }}__median,
        {% endfor %}
        segment_id as median_segment_id
    from customers
    group by segment_id
)

select
    added_up.*,
    medians.*
from added_up
inner join medians on added_up.segment_id = medians.median_segment_id
