{% macro event_types() %}
    {# The canonical types of events. #}
    {{ return([
        'view', 'search', 'add_to_cart', 'remove_from_cart', 'checkout', 'purchase',
        'other',
    ]) }}
{% endmacro %}
