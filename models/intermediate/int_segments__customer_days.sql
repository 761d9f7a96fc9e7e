{{ config(
    materialized='table',
    pre_hook="{{ customer_segments.require_former_days() }}",
) }}
{% set former_days = customer_segments.former_days() %}
-- depends_on: {{ ref('int_segments__changed_lines') }}

-- Everything a feature needs, in columns that add up over days: the features at any
-- cutoff are sums over the days before it, and cannot see the future.
with order_days as (
    select * from {{ ref('int_segments__order_days') }}
),

variety_days as (
    select * from {{ ref('int_segments__variety_days') }}
),

fresh as (
    select
        order_days.customer_id,
        order_days.order_count,
        order_days.evening_order_count,
        order_days.morning_order_count,
        order_days.weekend_order_count,
        order_days.holiday_order_count,
        order_days.line_count,
        order_days.discounted_line_count,
        order_days.return_line_count,
        order_days.new_month_count,
        order_days.gap_days,
        order_days.quantity,
        order_days.gross_amount,
        order_days.discount_amount,
        order_days.net_amount,
        order_days.returned_amount,
        order_days.largest_order_value,
        -- a number a customer: training takes who has a small one
        {{ customer_segments.hash_share('order_days.customer_id') }} as sample_share,
        coalesce(variety_days.new_product_count, 0) as new_product_count,
        coalesce(variety_days.product_square_growth, 0) as product_square_growth,
        coalesce(variety_days.new_category_count, 0) as new_category_count,
        coalesce(variety_days.category_square_growth, 0) as category_square_growth,
        coalesce(variety_days.category_line_count, 0) as category_line_count,
        order_days.lines_hash,
        cast('{{ customer_segments.days_recipe() }}' as {{ dbt.type_string() }})
            as recipe,
        order_days.is_purchase_day,
        order_days.ordered_on
    from order_days
    left join variety_days
        on
            order_days.customer_id = variety_days.customer_id
            and order_days.ordered_on = variety_days.ordered_on
)

select * from fresh
{% if former_days is not none %}
union all
select former_days.*
from {{ former_days }} as former_days
inner join {{ ref('int_segments__changed_lines') }} as unchanged
    on
        former_days.customer_id = unchanged.customer_id
        and unchanged.is_unchanged
{% endif %}
