{{ config(materialized='table') }}

-- Purchases, each an item in a basket, by segment and item; squares and products of the
-- customers' own counts tell how much the purchases of one customer go together.
with customer_items as (
    select
        customer_id,
        item_id,
        cast(count(*) as bigint) as item_baskets
    from {{ ref('int_segments__order_items') }}
    group by customer_id, item_id
),

assignments as (
    select * from {{ ref('int_segments__assignments') }}
),

counted as (
    select
        assignments.segment_id,
        customer_items.*,
        sum(customer_items.item_baskets) over (partition by customer_items.customer_id)
            as purchases
    from customer_items
    inner join assignments on customer_items.customer_id = assignments.customer_id
)

select
    segment_id,
    item_id,
    sum(item_baskets) as basket_count,
    count(*) as customer_count,
    sum(item_baskets * item_baskets) as basket_squares,
    -- added up over all items these are the squares of the customers' purchases
    sum(item_baskets * purchases) as basket_products
from counted
group by segment_id, item_id
