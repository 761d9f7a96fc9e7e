-- One row per customer and cutoff: sums over the customer's days before the cutoff.
{% set horizon = customer_segments.segments_var('segments_horizon_days') %}
{% set windows = [30, 90, 180] %}
{% set additive = [
    'order_count', 'evening_order_count', 'morning_order_count', 'weekend_order_count',
    'holiday_order_count', 'line_count', 'discounted_line_count', 'return_line_count',
    'quantity', 'gross_amount', 'discount_amount', 'net_amount', 'returned_amount',
    'new_product_count', 'product_square_growth', 'new_category_count',
    'category_square_growth', 'category_line_count',
] %}

with customer_days as (
    select * from {{ ref('int_segments__customer_days') }}
),

cutoffs as (
    select * from {{ ref('int_segments__cutoffs') }}
),

seen as (
    select
        customer_days.*,
        cutoffs.cutoff_on,
        cutoffs.is_as_of,
        {{ customer_segments.days_between(
            'customer_days.ordered_on', 'cutoffs.cutoff_on'
        ) }} as days_ago
    from customer_days
    inner join cutoffs on customer_days.ordered_on < cutoffs.cutoff_on
)

select
    customer_id,
    {%- for column in additive %}
    sum({{ column }}) as {{ column }},
    {%- endfor %}
    {%- for days in windows %}
    sum(case when days_ago <= {{ days }} then order_count else 0 end)
        as order_count_{{ days }}d,
    sum(case when days_ago <= {{ days }} then net_amount else 0 end)
        as net_amount_{{ days }}d,
    {%- endfor %}
    sum(
        case
            when days_ago > 365 - {{ horizon }} and days_ago <= 365 then order_count
            else 0
        end
    ) as order_count_same_season,
    sum(case when is_purchase_day then 1 else 0 end) as purchase_day_count,
    sum(new_month_count) as active_month_count,
    sum(gap_days) as gap_sum,
    sum(cast(gap_days as bigint) * gap_days) as gap_square_sum,
    max(gap_days) as longest_gap_days,
    count(gap_days) as gap_count,
    max(largest_order_value) as largest_order_value,
    min(case when is_purchase_day then days_ago end) - 1 as recency_days,
    max(case when is_purchase_day then days_ago end) - 1 as customer_age_days,
    sample_share,
    is_as_of,
    cutoff_on,
    min(case when is_purchase_day then ordered_on end) as first_ordered_on,
    max(case when is_purchase_day then ordered_on end) as last_ordered_on
from seen
-- a sample is then taken before anything is summed
group by customer_id, sample_share, is_as_of, cutoff_on
-- who only returned something is no customer yet
having sum(case when is_purchase_day then 1 else 0 end) > 0
