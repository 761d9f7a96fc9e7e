{{ config(materialized='table') }}

-- How many of all baskets hold the itemsets of the segments. What is not frequent in
-- the whole is looked for in the baskets with its rarest item.
with segment_itemsets as (
    select
        items,
        min(itemset) as itemset
    from {{ ref('int_segments__segment_itemsets') }}
    group by items
),

itemsets as (
    select * from {{ ref('int_segments__itemsets') }}
),

segment_members as (
    select * from {{ ref('int_segments__segment_itemset_members') }}
),

basket_items as (
    select * from {{ ref('int_segments__basket_items') }}
),

item_counts as (
    select
        item_id,
        count(*) as basket_count
    from basket_items
    group by item_id
),

rare_members as (
    select
        segment_members.itemset,
        segment_members.itemset_length,
        segment_members.item_id,
        row_number() over (
            partition by segment_members.itemset
            order by item_counts.basket_count, segment_members.item_id
        ) as rarity
    from segment_itemsets
    inner join segment_members on segment_itemsets.itemset = segment_members.itemset
    inner join item_counts on segment_members.item_id = item_counts.item_id
    left join itemsets on segment_itemsets.items = itemsets.items
    where itemsets.items is null
),

holding as (
    select
        rare_members.itemset,
        basket_items.basket_key
    from rare_members as rarest
    inner join basket_items on rarest.item_id = basket_items.item_id
    inner join rare_members on rarest.itemset = rare_members.itemset
    inner join basket_items as others
        on
            basket_items.basket_key = others.basket_key
            and basket_items.customer_id = others.customer_id
            and rare_members.item_id = others.item_id
    where rarest.rarity = 1
    group by
        rare_members.itemset,
        rare_members.itemset_length,
        basket_items.basket_key
    having count(*) = rare_members.itemset_length
),

held as (
    select
        itemset,
        count(*) as basket_count
    from holding
    group by itemset
)

select
    segment_itemsets.items,
    coalesce(itemsets.basket_count, held.basket_count) as basket_count
from segment_itemsets
left join itemsets on segment_itemsets.items = itemsets.items
left join held on segment_itemsets.itemset = held.itemset
