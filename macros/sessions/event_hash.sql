{% macro event_hash() %}
    {# 64 bits of all of an event that its session depends on. #}
    {{ return(customer_segments.hash_row([
        'event_key', 'anonymous_id', 'customer_id', 'session_id', 'product_id',
        'event_type', 'page', 'source', 'campaign', 'device', 'value', 'event_at',
    ])) }}
{% endmacro %}
