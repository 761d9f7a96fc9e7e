{% macro as_exact(expression) %}
    {# Six digits of a number, so that its sum does not depend on the order of the rows. #}
    {{ return('cast(' ~ expression ~ ' as decimal(38, 6))') }}
{% endmacro %}
