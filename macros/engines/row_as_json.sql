{% macro row_as_json(row) %}
    {{ return(adapter.dispatch('row_as_json', 'customer_segments')(row)) }}
{% endmacro %}

{% macro default__row_as_json(row) %}
    {{ return('to_json(' ~ row ~ ')') }}
{% endmacro %}

{% macro duckdb__row_as_json(row) %}
    {{ return('cast(to_json(' ~ row ~ ') as varchar)') }}
{% endmacro %}
