{{ config(materialized='table') }}

-- One row per segment, with each feature's median and sums side by side.
with bucket_sums as (
    select * from {{ ref('int_segments__bucket_sums') }}
),

{% set sums = ['sum', 'square_sum', 'log_sum', 'log_square_sum'] %}
added_up as (
    select
        segment_id,
        cast(sum(customer_count) as bigint) as customer_count
        {%- for feature in customer_segments.feature_names() %},
        cast(sum({{ feature }}__count) as bigint) as {{ feature }}__count
        {%- for column in sums %},
        sum({{ feature }}__{{ column }}) as {{ feature }}__{{ column }}
        {%- endfor %}
        {%- endfor %}
    from bucket_sums
    group by segment_id
),

medians as (
    select
        segment_id as median_segment_id
        {%- for feature in customer_segments.feature_names() %},
        median({{ feature }}) as {{ feature }}__median
        {%- endfor %}
    from {{ ref('int_segments__segmented_customers') }}
    group by segment_id
)

select
    added_up.*,
    medians.*
from added_up
inner join medians on added_up.segment_id = medians.median_segment_id
