{% macro purchases_as_lines(events) %}
    {#
        The mapping of order lines that purchases among events make. A purchase without
        a customer stays an event: only who is known has orders.
    #}
    {% set columns = events['columns'] %}
    {% set text, raw = dbt.type_string(), {} %}
    {% for column in customer_segments.input_contract('events') %}
        {% do raw.update({column: customer_segments._bare(columns.get(column))}) %}
    {% endfor %}
    {% set quantity = customer_segments.as_number(raw['quantity']) %}
    {% set value = customer_segments.as_number(raw['value']) %}
    {% set name = customer_segments.event_name(raw['event_type']) %}
    {% set order_ids = [] %}
    {% for column in ['order_id', 'event_id', 'event_at'] %}
        {% do order_ids.append(customer_segments.typed_value(raw[column], 'text')) %}
    {% endfor %}
    {% set is_purchase = customer_segments.purchase_condition(name) %}
    {% set is_known = customer_segments.typed_value(raw['customer_id'], 'text')
        ~ ' is not null' %}
    {{ return({
        'relation': events['relation'],
        'columns': {
            'customer_id': columns.get('customer_id'),
            'order_id': 'coalesce(' ~ order_ids | join(', ') ~ ')',
            'product_id': 'coalesce('
                ~ customer_segments.typed_value(raw['product_id'], 'text')
                ~ ", 'unknown')",
            'order_line_id': columns.get('event_id'),
            'quantity': 'coalesce(' ~ quantity ~ ', 1)',
            'unit_price': value ~ ' / coalesce(' ~ quantity ~ ', 1)',
            'ordered_at': columns.get('event_at'),
        },
        'where': '(' ~ [events.get('where'), is_purchase, is_known]
            | select | join('\n) and (') ~ '\n)',
    }) }}
{% endmacro %}

{% macro _bare(expression) %}
    {# A mapped column as SQL that stands among the relation's own columns. #}
    {% if expression is none %}
        {{ return('cast(null as ' ~ dbt.type_string() ~ ')') }}
    {% elif customer_segments._is_column_name(expression) %}
        {{ return(adapter.quote(expression)) }}
    {% endif %}
    {{ return('(' ~ expression ~ '\n)') }}
{% endmacro %}
