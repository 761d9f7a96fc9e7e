-- One row per customer and cutoff: the features of the seed feature_catalog.
{% set ratio, days_between = customer_segments.ratio, customer_segments.days_between %}
{% set last_day_seen = customer_segments.days_after('cutoff_on', -1) %}
{% set ratios = {
    'average_order_value': ('net_amount', 'order_count'),
    'average_item_price': ('net_amount', 'quantity'),
    'items_per_order': ('quantity', 'order_count'),
    'lines_per_order': ('line_count', 'order_count'),
    'mean_gap_days': ('gap_sum', 'gap_count'),
    'overdue_ratio': ('recency_days * gap_count', 'gap_sum'),
    'recent_order_share': ('order_count_90d', 'order_count'),
    'holiday_order_share': ('holiday_order_count', 'order_count'),
    'return_line_share': ('return_line_count', 'return_line_count + line_count'),
    'returned_revenue_share': ('returned_amount', 'net_amount'),
    'discount_share': ('discount_amount', 'gross_amount'),
    'discounted_line_share': ('discounted_line_count', 'line_count'),
    'product_novelty': ('new_product_count', 'line_count'),
    'product_concentration': ('product_square_growth', 'line_count * line_count'),
    'category_concentration':
        ('category_square_growth', 'category_line_count * category_line_count'),
    'weekend_order_share': ('weekend_order_count', 'order_count'),
    'evening_order_share': ('evening_order_count', 'order_count'),
    'morning_order_share': ('morning_order_count', 'order_count'),
    'rule_basket_share': ('rule_basket_count', 'basket_count'),
    'mean_pair_lift': ('own_lift', 'own_pair_count'),
    'bundle_loyalty': ('rule_followed_count', 'rule_left_count'),
} %}

with totals as (
    select * from {{ ref('int_segments__customer_totals') }}
),

features as (
    select
        customer_id,

        recency_days,
        customer_age_days,
        customer_age_days - recency_days as days_first_to_last_purchase,
        case
            when signed_up_on <= first_ordered_on
                then {{ days_between('signed_up_on', 'first_ordered_on') }}
        end as days_to_first_order,

        -- the first purchase day is no repeat
        purchase_day_count - 1 as repeat_purchase_days,
        order_count,
        30e0 * order_count / (customer_age_days + 30e0) as orders_per_month,
        {{ ratio(
            'active_month_count',
            customer_segments.months_between('first_ordered_on', last_day_seen) ~ ' + 1'
        ) }} as active_month_share,

        net_amount as lifetime_revenue,
        largest_order_value,
        longest_gap_days,
        new_product_count as product_count,
        nullif(new_category_count, 0) as category_count,
        order_count_same_season as orders_same_season,
        open_consequent_count,
        {%- for days in [30, 90, 180] %}
        order_count_{{ days }}d as orders_{{ days }}d,
        net_amount_{{ days }}d as revenue_{{ days }}d,
        {%- endfor %}
        {%- for feature, (numerator, denominator) in ratios.items() %}
        {{ ratio(numerator, denominator) }} as {{ feature }},
        {%- endfor %}

        -- from sums of whole numbers, so that it is exact; never below 0
        sqrt(
            cast(
                gap_square_sum * gap_count
                - gap_sum * gap_sum
                as double
            )
        ) / nullif(cast(gap_count as double), 0e0) as gap_deviation_days,

        sample_share,
        is_as_of,
        cutoff_on
    from totals
)

select
    customer_id,
    {%- for feature in customer_segments.feature_names() %}
    cast({{ feature }} as double) as {{ feature }},
    {%- endfor %}
    sample_share,
    is_as_of,
    cutoff_on
from features
