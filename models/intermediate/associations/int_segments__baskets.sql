{{ config(materialized='table') }}

with order_items as (
    select * from {{ ref('int_segments__order_items') }}
)

select
    basket_key,
    customer_id,
    cast(count(*) as bigint) as item_count,
    -- the pairs of a few huge baskets would cost more than all the others
    count(*) <= {{ customer_segments.segments_var('segments_basket_max_items') }}
        as is_counted,
    min(ordered_on) as ordered_on
from order_items
group by basket_key, customer_id
