{% macro kept_event_columns() %}
    {# What kept events know of an event, without its time. #}
    {% set columns = customer_segments.input_contract('events').keys() | list %}
    {% do columns.insert(columns.index('event_type'), 'event_name') %}
    {% do columns.remove('event_at') %}
    {{ return(columns) }}
{% endmacro %}
