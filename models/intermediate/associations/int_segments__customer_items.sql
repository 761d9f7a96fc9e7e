-- One row per customer and item that he bought: from which cutoff on that is known.
with order_items as (
    select * from {{ ref('int_segments__order_items') }}
),

cutoff_days as (
    select * from {{ ref('int_segments__cutoff_days') }}
)

select
    order_items.customer_id,
    order_items.item_id,
    {{ customer_segments.hash_key('order_items.item_id') }} as item_key,
    min(cutoff_days.cutoff_on) as seen_from
from order_items
inner join cutoff_days on order_items.ordered_on = cutoff_days.ordered_on
group by order_items.customer_id, order_items.item_id
