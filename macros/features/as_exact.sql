{% macro as_exact(expression) %}
    {# Six digits of a number, so that its sum does not depend on the rows' order. #}
    {{ return('cast(' ~ expression ~ ' as decimal(38, 6))') }}
{% endmacro %}
