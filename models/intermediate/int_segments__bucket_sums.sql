{{ config(materialized='table') }}

-- One row per segment and bucket of customers, with each feature's sums side by side.
with customers as (
    select
        *,
        -- a hundred groups that the id alone decides: each is a small random shop
        cast(floor(sample_share * 100) as int) as bucket
    from {{ ref('int_segments__segmented_customers') }}
)

{# six digits: parallel sums of doubles differ in the last ones from run to run #}
{% set exact = customer_segments.as_exact %}

select
    segment_id,
    bucket,
    count(*) as customer_count
    {%- for feature in customer_segments.feature_names() %}
    {#- cut off where 38 digits would not hold the sum: a returned share can be 1e17 #}
    {%- set square = 'case when abs(' ~ feature ~ ') > 1e11 then 1e22 else '
        ~ feature ~ ' * ' ~ feature ~ ' end' %}
    {%- set logarithm = 'sign(' ~ feature ~ ') * ln(1 + abs(' ~ feature ~ '))' %},
    count({{ feature }}) as {{ feature }}__count,
    sum({{ exact(feature) }}) as {{ feature }}__sum,
    sum({{ exact(square) }}) as {{ feature }}__square_sum,
    sum({{ exact(logarithm) }}) as {{ feature }}__log_sum,
    sum({{ exact('power(' ~ logarithm ~ ', 2)') }}) as {{ feature }}__log_square_sum
    {%- endfor %}
from customers
group by segment_id, bucket
