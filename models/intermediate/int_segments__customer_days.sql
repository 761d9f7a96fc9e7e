{{ config(materialized='table') }}

-- Everything a feature needs, in columns that add up over days: the features at any cutoff are
-- sums over the days before it, and cannot see the future.
with order_days as (
    select * from {{ ref('int_segments__orders') }}
),

order_lines as (
    select * from {{ ref('stg_segments__order_lines') }}
),

product_days as (
    select * from {{ ref('int_segments__product_days') }}
),

category_days as (
    select * from {{ ref('int_segments__category_days') }}
),

purchases as (
    select
        customer_id,
        ordered_on,
        sum(case when is_new_order then 1 else 0 end) as order_count,
        sum(case when is_new_order and extract(hour from ordered_at) >= 18 then 1 else 0 end)
            as evening_order_count,
        sum(case when is_new_order and extract(hour from ordered_at) < 12 then 1 else 0 end)
            as morning_order_count,
        sum(line_count) as line_count,
        sum(discounted_line_count) as discounted_line_count,
        sum(quantity) as quantity,
        sum(gross_amount) as gross_amount,
        sum(discount_amount) as discount_amount,
        sum(net_amount) as net_amount,
        max(net_amount) as largest_order_value
    from order_days
    group by customer_id, ordered_on
),

with_gaps as (
    select
        purchases.*,
        {{ dbt.datediff(
            'lag(ordered_on) over (partition by customer_id order by ordered_on)',
            'ordered_on', 'day'
        ) }} as gap_days
    from purchases
),

returns as (
    select
        customer_id,
        ordered_on,
        count(*) as return_line_count,
        sum(net_amount) as returned_amount
    from order_lines
    where is_return
    group by customer_id, ordered_on
),

days as (
    select
        customer_id,
        ordered_on
    from purchases
    union
    select
        customer_id,
        ordered_on
    from returns
)

select
    days.customer_id,
    coalesce(with_gaps.order_count, 0) as order_count,
    coalesce(with_gaps.evening_order_count, 0) as evening_order_count,
    coalesce(with_gaps.morning_order_count, 0) as morning_order_count,
    coalesce(with_gaps.line_count, 0) as line_count,
    coalesce(with_gaps.discounted_line_count, 0) as discounted_line_count,
    coalesce(with_gaps.quantity, 0) as quantity,
    coalesce(with_gaps.gross_amount, 0) as gross_amount,
    coalesce(with_gaps.discount_amount, 0) as discount_amount,
    coalesce(with_gaps.net_amount, 0) as net_amount,
    coalesce(with_gaps.largest_order_value, 0) as largest_order_value,
    with_gaps.gap_days,
    coalesce(returns.return_line_count, 0) as return_line_count,
    coalesce(returns.returned_amount, 0) as returned_amount,
    coalesce(product_days.new_product_id_count, 0) as new_product_count,
    coalesce(product_days.product_id_square_growth, 0) as product_square_growth,
    coalesce(category_days.new_category_count, 0) as new_category_count,
    coalesce(category_days.category_square_growth, 0) as category_square_growth,
    coalesce(category_days.category_line_count, 0) as category_line_count,
    with_gaps.customer_id is not null as is_purchase_day,
    days.ordered_on
from days
left join with_gaps
    on days.customer_id = with_gaps.customer_id and days.ordered_on = with_gaps.ordered_on
left join returns
    on days.customer_id = returns.customer_id and days.ordered_on = returns.ordered_on
left join product_days
    on days.customer_id = product_days.customer_id and days.ordered_on = product_days.ordered_on
left join category_days
    on
        days.customer_id = category_days.customer_id
        and days.ordered_on = category_days.ordered_on
