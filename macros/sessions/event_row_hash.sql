{% macro event_row_hash(is_kept) %}
    {#
        64 bits of an event as it was given: the same of a row of event_rows and of the
        row of kept_events that was made of it, whatever other rows made of that.
    #}
    {% set columns = [] %}
    {% for column, spec in customer_segments.input_contract('events').items() %}
        {% if column == 'event_type' and is_kept %}
            {% do columns.append('event_name') %}
        {% elif column == 'value' and not is_kept %}
            {% do columns.append(customer_segments.event_value()) %}
        {% else %}
            {% do columns.append(column) %}
        {% endif %}
    {% endfor %}
    {% set reason = "nullif(rejection_reason, 'duplicate_event_id')" %}
    {# a repeated event keeps its input too #}
    {% do columns.extend([
        reason, 'case when ' ~ reason ~ ' is not null then input_content end'
    ] if is_kept else ['rejection_reason', 'input_content']) %}
    {{ return(customer_segments.hash_row(columns)) }}
{% endmacro %}
