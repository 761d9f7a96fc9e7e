with order_lines as (
    select * from {{ ref('stg_segments__order_lines') }}
),

purchase_lines as (
    select
        customer_id,
        product_id,
        ordered_on
    from order_lines
    where is_purchase
)

{{ customer_segments.cumulative_variety('purchase_lines', 'product_id') }}
