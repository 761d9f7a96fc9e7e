-- One row per segment: its counted baskets, and how many make an itemset frequent in
-- it. In fewer than segments_segment_rule_min_count no difference would show.
{% set least = customer_segments.segments_var('segments_segment_rule_min_count') %}

with baskets as (
    select * from {{ ref('int_segments__baskets') }}
    where is_counted
),

assignments as (
    select * from {{ ref('int_segments__assignments') }}
),

counted as (
    select
        assignments.segment_id,
        count(*) as basket_count
    from baskets
    inner join assignments on baskets.customer_id = assignments.customer_id
    group by assignments.segment_id
)

select
    segment_id,
    basket_count,
    greatest(
        {{ customer_segments.least_itemset_count('basket_count') }}, {{ least }}
    ) as least_itemset_count
from counted
