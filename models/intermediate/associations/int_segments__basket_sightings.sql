-- Items of baskets, with the cutoffs between which they count: from the first one after
-- the purchase to the first one that knows their basket to be too large.
with order_items as (
    select * from {{ ref('int_segments__order_items') }}
),

baskets as (
    select * from {{ ref('int_segments__baskets') }}
),

cutoff_days as (
    select * from {{ ref('int_segments__cutoff_days') }}
)

select
    order_items.basket_key,
    order_items.customer_id,
    {{ customer_segments.hash_key('order_items.item_id') }} as item_key,
    bought.cutoff_on as seen_from,
    too_large.cutoff_on as seen_until
from order_items
inner join baskets
    on
        order_items.basket_key = baskets.basket_key
        and order_items.customer_id = baskets.customer_id
inner join cutoff_days as bought on order_items.ordered_on = bought.ordered_on
left join cutoff_days as too_large on baskets.too_large_on = too_large.ordered_on
where
    baskets.too_large_on is null
    or order_items.ordered_on < baskets.too_large_on
