with basket_totals as (
    select * from {{ ref('int_segments__basket_totals') }}
)

select
    cast(basket_count as bigint) as basket_count,
    cast(too_large_basket_count as bigint) as too_large_basket_count,
    cast(too_large_item_count as bigint) as too_large_item_count,
    cast(least_itemset_count as bigint) as least_itemset_count
from basket_totals
