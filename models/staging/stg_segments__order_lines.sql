with base_order_lines as (
    select * from {{ ref('base_segments__order_lines') }}
),

accepted as (
    select
        *,
        coalesce(is_return, false) or quantity < 0 as is_return_line
    from base_order_lines
    where rejection_reason is null
),

-- money as exact decimals: sums are then the same whatever the order they are taken in
valued as (
    select
        *,
        {{ customer_segments.as_money('abs(quantity) * unit_price') }} as gross_amount,
        {{ customer_segments.as_money('coalesce(discount_amount, 0)') }} as discount
    from accepted
)

select
    ---------- ids
    customer_id,
    order_id,
    product_id,
    order_line_id,

    ---------- strings
    currency,
    channel,

    ---------- numerics
    quantity,
    unit_price,
    gross_amount,
    discount as discount_amount,
    gross_amount - discount as net_amount,

    ---------- booleans
    is_return_line as is_return,
    {{ customer_segments.is_purchase(
        quantity='quantity', unit_price='unit_price', is_return='is_return_line'
    ) }} as is_purchase,

    ---------- dates
    cast(ordered_at as date) as ordered_on,

    ---------- timestamps
    ordered_at
from valued
