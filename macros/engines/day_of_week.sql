{% macro day_of_week(expression) %}
    {# ISO: 1 is Monday, 7 is Sunday. #}
    {{ return(adapter.dispatch('day_of_week', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__day_of_week(expression) %}
    {{ return('(weekday(' ~ expression ~ ') + 1)') }}
{% endmacro %}

{% macro duckdb__day_of_week(expression) %}
    {{ return('isodow(' ~ expression ~ ')') }}
{% endmacro %}
