{% macro newest_run() %}
    {# The newest as_of in the history of segments, as text; none without a history. #}
    {% set history = customer_segments.table_left_behind(
        'int_segments__segment_intervals'
    ) %}
    {% if history is none %}
        {{ return(none) }}
    {% endif %}
    {% set found = run_query(
        'select cast(max(valid_from) as ' ~ dbt.type_string() ~ ') as newest_on from '
        ~ history ~ ' where customer_id is null'
    ) %}
    {{ return(found.rows[0][0]) }}
{% endmacro %}
