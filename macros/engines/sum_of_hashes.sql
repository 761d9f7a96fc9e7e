{% macro sum_of_hashes(expression) %}
    {# Exact, and so the same in whatever order the rows come. #}
    {{ return(adapter.dispatch('sum_of_hashes', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__sum_of_hashes(expression) %}
    {{ return('sum(cast(' ~ expression ~ ' as decimal(38, 0)))') }}
{% endmacro %}

{% macro duckdb__sum_of_hashes(expression) %}
    {{ return('cast(sum(' ~ expression ~ ') as decimal(38, 0))') }}
{% endmacro %}
