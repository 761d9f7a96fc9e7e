{% macro feature_names() %}
    {# The features in the order of the seed feature_catalog; a test compares both. #}
    {{ return([
        'recency_days', 'customer_age_days', 'days_first_to_last_purchase',
        'repeat_purchase_days', 'order_count', 'orders_per_month', 'active_month_share',
        'lifetime_revenue', 'average_order_value', 'largest_order_value',
        'average_item_price', 'items_per_order', 'lines_per_order', 'mean_gap_days',
        'gap_deviation_days',
        'longest_gap_days', 'overdue_ratio', 'orders_30d', 'orders_90d', 'orders_180d',
        'revenue_30d', 'revenue_90d', 'revenue_180d', 'recent_order_share',
        'orders_same_season', 'holiday_order_share', 'return_line_share',
        'returned_revenue_share', 'discount_share', 'discounted_line_share',
        'product_count', 'product_novelty', 'product_concentration', 'category_count',
        'category_concentration', 'weekend_order_share', 'evening_order_share',
        'morning_order_share', 'days_to_first_order', 'rule_basket_share',
        'mean_pair_lift', 'bundle_loyalty', 'open_consequent_count',
        'visit_count', 'visits_30d', 'visits_90d', 'visit_recency_days',
        'mean_visit_gap_days', 'mean_visit_minutes', 'events_per_visit', 'bounce_share',
        'search_visit_share', 'basket_visit_share', 'purchase_visit_share',
        'abandonment_share', 'views_per_purchase', 'products_viewed_per_visit',
        'unbought_product_share', 'mobile_visit_share', 'direct_visit_share',
        'recent_visit_share', 'browsing_lead',
    ]) }}
{% endmacro %}
