-- One row per customer and cutoff: the features of the seed feature_catalog.
{% set ratio = customer_segments.ratio %}

with activity as (
    select * from {{ ref('int_segments__customer_activity') }}
),

customers as (
    select * from {{ ref('stg_segments__customers') }}
),

features as (
    select
        activity.customer_id,

        -- recency
        activity.recency_days,
        activity.customer_age_days,
        activity.customer_age_days - activity.recency_days as days_first_to_last_purchase,
        case
            when cast(customers.signed_up_at as date) <= activity.first_ordered_on
                then {{ dbt.datediff(
                    'cast(customers.signed_up_at as date)', 'activity.first_ordered_on', 'day'
                ) }}
        end as days_to_first_order,

        -- frequency
        -- the first purchase day is no repeat
        activity.purchase_day_count - 1 as repeat_purchase_days,
        activity.order_count,
        30e0 * activity.order_count / (activity.customer_age_days + 30e0) as orders_per_month,
        {{ ratio(
            'activity.active_month_count',
            'extract(year from activity.cutoff_on) * 12 + extract(month from activity.cutoff_on)'
            ~ ' - extract(year from activity.first_ordered_on) * 12'
            ~ ' - extract(month from activity.first_ordered_on) + 1'
        ) }} as active_month_share,

        -- money and baskets
        activity.net_amount as lifetime_revenue,
        {{ ratio('activity.net_amount', 'activity.order_count') }} as average_order_value,
        activity.largest_order_value,
        {{ ratio('activity.net_amount', 'activity.quantity') }} as average_item_price,
        {{ ratio('activity.quantity', 'activity.order_count') }} as items_per_order,
        {{ ratio('activity.line_count', 'activity.order_count') }} as lines_per_order,

        -- rhythm
        {{ ratio('activity.gap_sum', 'activity.gap_count') }} as mean_gap_days,
        -- from sums of whole numbers, so that it is exact; never below 0
        sqrt(
            cast(
                activity.gap_square_sum * activity.gap_count
                - activity.gap_sum * activity.gap_sum
                as double
            )
        ) / nullif(cast(activity.gap_count as double), 0e0) as gap_deviation_days,
        activity.longest_gap_days,
        {{ ratio(
            'activity.recency_days * activity.gap_count', 'activity.gap_sum'
        ) }} as overdue_ratio,

        -- recent against earlier
        activity.order_count_30d as orders_30d,
        activity.order_count_90d as orders_90d,
        activity.order_count_180d as orders_180d,
        activity.net_amount_30d as revenue_30d,
        activity.net_amount_90d as revenue_90d,
        activity.net_amount_180d as revenue_180d,
        {{ ratio('activity.order_count_90d', 'activity.order_count') }} as recent_order_share,
        activity.order_count_same_season as orders_same_season,
        {{ ratio('activity.holiday_order_count', 'activity.order_count') }} as holiday_order_share,

        -- returns and discounts
        {{ ratio(
            'activity.return_line_count', 'activity.return_line_count + activity.line_count'
        ) }} as return_line_share,
        {{ ratio('activity.returned_amount', 'activity.net_amount') }} as returned_revenue_share,
        {{ ratio('activity.discount_amount', 'activity.gross_amount') }} as discount_share,
        {{ ratio('activity.discounted_line_count', 'activity.line_count') }}
            as discounted_line_share,

        -- breadth
        activity.new_product_count as product_count,
        {{ ratio('activity.new_product_count', 'activity.line_count') }} as product_novelty,
        {{ ratio(
            'activity.product_square_growth', 'activity.line_count * activity.line_count'
        ) }} as product_concentration,
        nullif(activity.new_category_count, 0) as category_count,
        {{ ratio(
            'activity.category_square_growth',
            'activity.category_line_count * activity.category_line_count'
        ) }} as category_concentration,

        -- habits
        {{ ratio('activity.weekend_order_count', 'activity.order_count') }} as weekend_order_share,
        {{ ratio('activity.evening_order_count', 'activity.order_count') }} as evening_order_share,
        {{ ratio('activity.morning_order_count', 'activity.order_count') }} as morning_order_share,

        activity.sample_share,
        activity.is_as_of,
        activity.cutoff_on
    from activity
    left join customers on activity.customer_id = customers.customer_id
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
