{{ config(materialized='table') }}

with order_items as (
    select * from {{ ref('int_segments__order_items') }}
),

baskets as (
    select * from {{ ref('int_segments__baskets') }}
)

select
    order_items.basket_key,
    order_items.customer_id,
    order_items.item_id,
    baskets.ordered_on
from order_items
inner join baskets
    on
        order_items.basket_key = baskets.basket_key
        and order_items.customer_id = baskets.customer_id
where baskets.is_counted
