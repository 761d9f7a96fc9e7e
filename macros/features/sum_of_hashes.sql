{% macro sum_of_hashes(expression) %}
    {# Exact, and so the same in whatever order the rows come. #}
    {{ return('sum(cast(' ~ expression ~ ' as decimal(38, 0)))') }}
{% endmacro %}
