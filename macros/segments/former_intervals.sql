{% macro former_intervals(relation) %}
    {#
        What the last build left of int_segments__segment_intervals in a relation, or no
        rows where there is none.
    #}
    {% set text = dbt.type_string() %}
    {% set columns = {
        'customer_id': text, 'segment_id': text, 'segment_name': text,
        'model_version': 'int', 'customer_count': 'bigint', 'valid_from': 'date',
        'valid_to': 'date',
    } %}
    {% set nothing = [] %}
    {% for column, type in columns.items() %}
        {% do nothing.append('cast(null as ' ~ type ~ ') as ' ~ column) %}
    {% endfor %}
    {{ return(
        'select ' ~ nothing | join(', ') ~ ' where 1 = 0' if relation is none
        else 'select ' ~ columns | join(', ') ~ ' from ' ~ relation
    ) }}
{% endmacro %}
