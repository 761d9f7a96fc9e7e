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
    {{ customer_segments.least_itemset_count('basket_count') }} as least_itemset_count,
    {{ customer_segments.segments_var('segments_itemset_max_length') }}
        as longest_itemset,
    {{ customer_segments.segments_var('segments_itemset_max_count') }} as most_itemsets
from counted
