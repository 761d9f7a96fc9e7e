{% macro as_money(expression) %}
    {{ return('cast(round(' ~ expression ~ ', 4) as decimal(18, 4))') }}
{% endmacro %}
