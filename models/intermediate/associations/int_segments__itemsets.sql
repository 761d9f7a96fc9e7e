{{ config(materialized='table') }}

with named as (
    {{ customer_segments.named_itemsets(
        ref('int_segments__itemset_members'), ref('int_segments__item_names')
    ) }}
)

select
    itemset,
    items,
    item_names,
    itemset_length,
    basket_count
from named
