with changed_lines as (
    select * from {{ ref('int_segments__changed_lines') }}
),

-- an order that passes midnight is split by day, so that no cutoff sees a line of
-- tomorrow
order_days as (
    select
        customer_id,
        order_key,
        {%- for count, condition in {
            'line_count': 'is_purchase',
            'discounted_line_count': 'is_purchase and discount_amount > 0',
            'return_line_count': 'is_return',
        }.items() %}
        cast(sum(case when {{ condition }} then 1 else 0 end) as int) as {{ count }},
        {%- endfor %}
        {%- for amount, condition, value in [
            ('quantity', 'is_purchase', 'quantity'),
            ('gross_amount', 'is_purchase', 'gross_amount'),
            ('discount_amount', 'is_purchase', 'discount_amount'),
            ('net_amount', 'is_purchase', 'net_amount'),
            ('returned_amount', 'is_return', 'net_amount'),
        ] %}
        {{ customer_segments.as_money(
            'sum(case when ' ~ condition ~ ' then ' ~ value ~ ' else 0 end)'
        ) }} as {{ amount }},
        {%- endfor %}
        {{ customer_segments.sum_of_hashes('line_hash') }} as lines_hash,
        ordered_on,
        min(case when is_purchase then ordered_at end) as ordered_at
    from changed_lines
    where not is_unchanged
    group by customer_id, order_key, ordered_on
),

-- the rest of an order that passed midnight is no second order, nor is a day of returns
running as (
    select
        *,
        sum(case when line_count > 0 then 1 else 0 end) over so_far as purchase_days,
        sum(net_amount) over so_far as value_so_far
    from order_days
    window
        so_far as (
            partition by customer_id, order_key
            order by ordered_on
            rows between unbounded preceding and current row
        )
)

select
    customer_id,
    order_key,
    line_count,
    discounted_line_count,
    return_line_count,
    quantity,
    gross_amount,
    discount_amount,
    net_amount,
    returned_amount,
    case when line_count > 0 then cast(value_so_far as decimal(18, 4)) end
        as order_value,
    lines_hash,
    line_count > 0 as is_purchase_day,
    line_count > 0 and purchase_days = 1 as is_new_order,
    ordered_on,
    ordered_at
from running
