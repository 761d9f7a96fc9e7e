{% macro validate_configuration() %}
{% endmacro %}
