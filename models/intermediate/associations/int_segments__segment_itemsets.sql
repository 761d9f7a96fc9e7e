{{ config(materialized='table') }}

with named as (
    {{ customer_segments.named_itemsets(
        ref('int_segments__segment_itemset_members'), ref('int_segments__item_names')
    ) }}
)

select
    itemset,
    group_id as segment_id,
    items,
    item_names,
    itemset_length,
    basket_count
from named
