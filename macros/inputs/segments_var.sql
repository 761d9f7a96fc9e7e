{% macro segments_var(name) %}
    {# The one door to the package's variables; validate_configuration has checked them all. #}
    {{ return(var(name)) }}
{% endmacro %}
