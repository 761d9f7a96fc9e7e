{{ config(materialized='table') }}
{% set most = customer_segments.segments_var('segments_basket_max_items') %}

with order_items as (
    select * from {{ ref('int_segments__order_items') }}
),

baskets as (
    select
        basket_key,
        customer_id,
        cast(count(*) as bigint) as item_count,
        -- the pairs of a few huge baskets would cost more than all the others
        count(*) <= {{ most }} as is_counted,
        min(ordered_on) as ordered_on
    from order_items
    group by basket_key, customer_id
),

-- an order that grows over several days is too large from one of them on
large_items as (
    select
        order_items.basket_key,
        order_items.customer_id,
        order_items.ordered_on,
        row_number() over (
            partition by order_items.basket_key, order_items.customer_id
            order by order_items.ordered_on
        ) as place
    from order_items
    inner join baskets
        on
            order_items.basket_key = baskets.basket_key
            and order_items.customer_id = baskets.customer_id
    where not baskets.is_counted
)

select
    baskets.basket_key,
    baskets.customer_id,
    baskets.item_count,
    baskets.is_counted,
    baskets.ordered_on,
    large_items.ordered_on as too_large_on
from baskets
left join large_items
    on
        baskets.basket_key = large_items.basket_key
        and baskets.customer_id = large_items.customer_id
        and large_items.place = {{ most }} + 1
