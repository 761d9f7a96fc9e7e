{{ config(materialized='table') }}

-- One row per segment, with each feature's sums side by side: one pass over the
-- customers.
with scores as (
    select * from {{ ref('int_segments__scores') }}
),

customer_features as (
    select * from {{ ref('customer_features') }}
),

{# six digits: parallel sums of doubles differ in the last ones from run to run #}
{% set exact = customer_segments.as_exact %}

segmented as (
    select
        scores.segment_id,
        customer_features.*
    from scores
    inner join customer_features on scores.customer_id = customer_features.customer_id
)

select
    segment_id,
    count(*) as customer_count
    {%- for feature in customer_segments.feature_names() %}
    {#- cut off where 38 digits would not hold the sum: a returned share can be 1e17 #}
    {%- set square = 'case when abs(' ~ feature ~ ') > 1e11 then 1e22 else '
        ~ feature ~ ' * ' ~ feature ~ ' end' %}
    {%- set logarithm = 'sign(' ~ feature ~ ') * ln(1 + abs(' ~ feature ~ '))' %},
    count({{ feature }}) as {{ feature }}__count,
    median({{ feature }}) as {{ feature }}__median,
    sum({{ exact(feature) }}) as {{ feature }}__sum,
    sum({{ exact(square) }}) as {{ feature }}__square_sum,
    sum({{ exact(logarithm) }}) as {{ feature }}__log_sum,
    sum({{ exact('power(' ~ logarithm ~ ', 2)') }}) as {{ feature }}__log_square_sum
    {%- endfor %}
from segmented
group by segment_id
