with order_lines as (
    select * from {{ ref('stg_segments__order_lines') }}
),

products as (
    select * from {{ ref('stg_segments__products') }}
),

purchase_lines as (
    select
        order_lines.customer_id,
        products.category,
        order_lines.ordered_on
    from order_lines
    inner join products on order_lines.product_id = products.product_id
    where order_lines.is_purchase
)

{{ customer_segments.cumulative_variety('purchase_lines', 'category') }}
