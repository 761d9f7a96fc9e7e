{% macro segments_input(input) %}
    {#
        The user's mapping of an input, or none where it is not mapped.
        Run as the root project with nothing mapped, the demo shop is the input. Where
        events are mapped and order lines are not, purchases make the order lines.
    #}
    {% set mapped = customer_segments.segments_var('segments_inputs') %}
    {% if not mapped and project_name == 'customer_segments' %}
        {% set mapped = customer_segments._demo_inputs() %}
    {% endif %}
    {% if mapped is not mapping %}
        {{ return(none) }}
    {% elif input == 'order_lines' and input not in mapped and 'events' in mapped %}
        {{ return(customer_segments.purchases_as_lines()) }}
    {% endif %}
    {{ return(mapped.get(input)) }}
{% endmacro %}

{% macro _demo_inputs() %}
    {% set inputs = {} %}
    {% for input, columns in {
        'order_lines': [
            'customer_id', 'order_id', 'product_id', 'order_line_id', 'channel',
            'quantity', 'unit_price', 'discount_amount', 'ordered_at',
        ],
        'events': [
            'event_id', 'customer_id', 'anonymous_id', 'order_id', 'product_id',
            'event_type', 'page', 'source', 'campaign', 'device', 'value', 'event_at',
        ],
        'customers': ['customer_id', 'country', 'signed_up_at'],
        'products': ['product_id', 'product_name', 'category', 'list_price'],
    }.items() %}
        {% do inputs.update({input: {
            'relation': "ref('demo_" ~ input ~ "')",
            'columns': customer_segments._same_names(columns),
        }}) %}
    {% endfor %}
    {{ return(inputs) }}
{% endmacro %}

{% macro _same_names(columns) %}
    {% set mapping = {} %}
    {% for column in columns %}{% do mapping.update({column: column}) %}{% endfor %}
    {{ return(mapping) }}
{% endmacro %}
