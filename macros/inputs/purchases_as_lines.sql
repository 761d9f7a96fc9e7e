{% macro purchases_as_lines() %}
    {#
        The mapping of order lines that purchases among the accepted events make. A
        purchase without a customer stays an event: only who is known has orders.
    #}
    {% set text = dbt.type_string() %}
    {# of no piece there would be no money either #}
    {% set quantity = 'coalesce(nullif(quantity, 0), 1)' %}
    {{ return({
        'relation': "ref('base_segments__events')",
        'columns': {
            'customer_id': 'customer_id',
            'order_id': 'coalesce(order_id, event_id, cast(event_at as ' ~ text ~ '))',
            'product_id': "coalesce(product_id, 'unknown')",
            'order_line_id': 'event_id',
            'quantity': quantity,
            'unit_price': 'cast(value as double) / ' ~ quantity,
            'ordered_at': 'event_at',
        },
        'where': "event_type = 'purchase' and customer_id is not null"
            ~ ' and rejection_reason is null',
    }) }}
{% endmacro %}
