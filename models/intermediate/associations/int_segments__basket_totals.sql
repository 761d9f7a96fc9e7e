{% set share = customer_segments.segments_var('segments_itemset_min_support') %}
{% set count = customer_segments.segments_var('segments_itemset_min_count') %}

with baskets as (
    select * from {{ ref('int_segments__baskets') }}
),

counted as (
    select
        count(case when is_counted then 1 end) as basket_count,
        count(case when not is_counted then 1 end) as too_large_basket_count,
        sum(case when not is_counted then item_count else 0 end) as too_large_item_count
    from baskets
)

select
    basket_count,
    too_large_basket_count,
    coalesce(too_large_item_count, 0) as too_large_item_count,
    {% if count is not none %}
    {{ count }} as least_itemset_count,
    {% else %}
    -- a hair less, since 0.07 * 100 is more than 7 in binary
    -- what one basket holds is not frequent: all its subsets would be
    greatest(ceil(cast({{ share }} as double) * basket_count - 1e-9), 2)
        as least_itemset_count,
    {% endif %}
    {{ customer_segments.segments_var('segments_itemset_max_length') }}
        as longest_itemset,
    {{ customer_segments.segments_var('segments_itemset_max_count') }} as most_itemsets
from counted
