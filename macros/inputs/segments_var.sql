{% macro segments_var(name) %}
    {# The one door to the variables; validate_configuration checks them all. #}
    {{ return(customer_segments.stand_in_while_parsing(name, var(name))) }}
{% endmacro %}
