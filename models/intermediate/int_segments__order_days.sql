-- One row per customer and day: orders, amounts, returns, and the gap since the last
-- purchase.
{% set hour = 'extract(hour from ordered_at)' %}

with orders as (
    select * from {{ ref('int_segments__orders') }}
),

days as (
    select
        customer_id,
        {%- for count, condition in {
            'order_count': 'is_new_order',
            'evening_order_count': 'is_new_order and ' ~ hour ~ ' >= 18',
            'morning_order_count': 'is_new_order and ' ~ hour ~ ' < 12',
        }.items() %}
        cast(sum(case when {{ condition }} then 1 else 0 end) as int) as {{ count }},
        {%- endfor %}
        {%- for count in ['line_count', 'discounted_line_count', 'return_line_count'] %}
        cast(sum({{ count }}) as int) as {{ count }},
        {%- endfor %}
        {%- for amount in [
            'quantity', 'gross_amount', 'discount_amount', 'net_amount',
            'returned_amount',
        ] %}
        {{ customer_segments.as_money('sum(' ~ amount ~ ')') }} as {{ amount }},
        {%- endfor %}
        max(order_value) as largest_order_value,
        {{ customer_segments.sum_of_hashes('lines_hash') }} as lines_hash,
        sum(line_count) > 0 as is_purchase_day,
        ordered_on
    from orders
    group by customer_id, ordered_on
),

-- a day of returns alone neither has a gap nor ends one: it stands in a partition of
-- its own
with_previous as (
    select
        *,
        case when is_purchase_day then ordered_on end as purchased_on,
        lag(ordered_on) over (
            partition by customer_id, is_purchase_day
            order by ordered_on
        ) as previous_on
    from days
)

select
    customer_id,
    order_count,
    evening_order_count,
    morning_order_count,
    case
        when {{ customer_segments.day_of_week('ordered_on') }} >= 6 then order_count
        else 0
    end as weekend_order_count,
    case when extract(month from ordered_on) >= 11 then order_count else 0 end
        as holiday_order_count,
    line_count,
    discounted_line_count,
    return_line_count,
    case
        when not is_purchase_day then 0
        when
            {{ dbt.date_trunc('month', 'previous_on') }}
            = {{ dbt.date_trunc('month', 'ordered_on') }}
            then 0
        else 1
    end as new_month_count,
    cast({{ customer_segments.days_between(
        'previous_on', 'purchased_on'
    ) }} as int) as gap_days,
    quantity,
    gross_amount,
    discount_amount,
    net_amount,
    returned_amount,
    largest_order_value,
    lines_hash,
    is_purchase_day,
    ordered_on
from with_previous
