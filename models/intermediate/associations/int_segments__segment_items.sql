{{ config(materialized='table') }}

with order_items as (
    select * from {{ ref('int_segments__order_items') }}
),

scores as (
    select * from {{ ref('int_segments__scores') }}
)

select
    scores.segment_id,
    order_items.item_id,
    count(*) as basket_count,
    count(distinct order_items.customer_id) as customer_count
from order_items
inner join scores on order_items.customer_id = scores.customer_id
group by scores.segment_id, order_items.item_id
