{{ config(materialized='table') }}

-- A basket is an order; its items are products, or categories by variable.
{% set kind = customer_segments.segments_var('segments_basket_item') %}
{% set order = ['order_lines.customer_id', 'order_lines.order_id'] %}

with order_lines as (
    select * from {{ ref('stg_segments__order_lines') }}
),

products as (
    select * from {{ ref('stg_segments__products') }}
),

cutoffs as (
    select * from {{ ref('int_segments__cutoffs') }}
),

items as (
    select
        {{ customer_segments.hash_row(order) }} as basket_key,
        order_lines.customer_id,
        case
            when '{{ kind }}' = 'category' then products.category
            else order_lines.product_id
        end as item_id,
        order_lines.ordered_on
    from order_lines
    inner join cutoffs on order_lines.ordered_on < cutoffs.cutoff_on
    left join products on order_lines.product_id = products.product_id
    where cutoffs.is_as_of and order_lines.is_purchase
)

select
    basket_key,
    customer_id,
    item_id,
    min(ordered_on) as ordered_on
from items
where item_id is not null
group by basket_key, customer_id, item_id
