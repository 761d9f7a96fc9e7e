{{ config(materialized='table') }}

with itemset_members as (
    select * from {{ ref('int_segments__segment_itemset_members') }}
),

item_names as (
    select * from {{ ref('int_segments__item_names') }}
)

select
    itemset_members.itemset,
    itemset_members.group_id as segment_id,
    {{ customer_segments.sorted_json('itemset_members.item_id') }} as items,
    {{ customer_segments.sorted_text('item_names.item_name') }} as item_names,
    itemset_members.itemset_length,
    itemset_members.basket_count
from itemset_members
inner join item_names on itemset_members.item_id = item_names.item_id
group by
    itemset_members.itemset,
    itemset_members.group_id,
    itemset_members.itemset_length,
    itemset_members.basket_count
