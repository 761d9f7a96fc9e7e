{{ config(materialized='table') }}

with order_lines as (
    select * from {{ ref('stg_segments__order_lines') }}
),

-- an order that passes midnight is split by day, so that no cutoff sees a line of tomorrow
order_days as (
    select
        customer_id,
        order_id,
        ordered_on,
        count(*) as line_count,
        sum(case when discount_amount > 0 then 1 else 0 end) as discounted_line_count,
        sum(cast(quantity as decimal(18, 4))) as quantity,
        sum(gross_amount) as gross_amount,
        sum(discount_amount) as discount_amount,
        sum(net_amount) as net_amount,
        min(ordered_at) as ordered_at
    from order_lines
    where is_purchase
    group by customer_id, order_id, ordered_on
)

select
    customer_id,
    order_id,
    line_count,
    discounted_line_count,
    quantity,
    gross_amount,
    discount_amount,
    net_amount,
    -- the rest of an order that passed midnight is no second order
    row_number() over (partition by customer_id, order_id order by ordered_on) = 1
        as is_new_order,
    ordered_on,
    ordered_at
from order_days
