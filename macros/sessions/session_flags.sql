{% macro session_flags() %}
    {# What a session was, from its counts and its duration. #}
    view_count <= 1 and search_count = 0 and add_to_cart_count = 0
    and checkout_count = 0 and purchase_count = 0 as is_bounce,
    purchase_count > 0 as is_converted,
    purchase_count = 0 and add_to_cart_count > remove_from_cart_count
        as is_abandoned_basket,
    {{ customer_segments.is_suspect_session(
        event_count='event_count', duration_seconds='duration_seconds'
    ) }} as is_suspect
{% endmacro %}
