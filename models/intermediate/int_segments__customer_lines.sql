-- What features are made of: purchases and returns, with short keys in place of texts.
with order_lines as (
    select * from {{ ref('stg_segments__order_lines') }}
),

products as (
    select * from {{ ref('stg_segments__products') }}
)

select
    order_lines.customer_id,
    {{ customer_segments.hash_key('order_lines.order_id') }} as order_key,
    {{ customer_segments.hash_key('order_lines.product_id') }} as product_key,
    {{ customer_segments.hash_key('products.category') }} as category_key,
    cast(order_lines.quantity as decimal(18, 4)) as quantity,
    order_lines.gross_amount,
    order_lines.discount_amount,
    order_lines.net_amount,
    order_lines.is_purchase,
    order_lines.is_return,
    order_lines.ordered_on,
    order_lines.ordered_at
from order_lines
left join products on order_lines.product_id = products.product_id
where order_lines.is_purchase or order_lines.is_return
