-- One row per customer and cutoff: the features of the seed feature_catalog.
{% set ratio, days_between = customer_segments.ratio, customer_segments.days_between %}
{% set last_day_seen = customer_segments.days_after('cutoff_on', -1) %}
{% set ratios = customer_segments.feature_ratios() %}

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
        visit_count,
        visit_count_30d as visits_30d,
        visit_count_90d as visits_90d,
        visit_recency_days,
        {{ ratio('visit_count_90d', 'visit_count') }}
        - {{ ratio('order_count_90d', 'order_count') }} as browsing_lead,
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
