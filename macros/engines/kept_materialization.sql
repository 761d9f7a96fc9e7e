{% macro kept_materialization() %}
    {# How a table that keeps what is settled is made: whole where rows cannot go. #}
    {{ return(adapter.dispatch('kept_materialization', 'customer_segments')()) }}
{% endmacro %}

{% macro default__kept_materialization() %}
    {{ return('table') }}
{% endmacro %}

{% macro duckdb__kept_materialization() %}
    {{ return('incremental') }}
{% endmacro %}
