{% macro event_name(expression) %}
    {# The name of a kind of event as it is compared: without case and outer blanks. #}
    {{ return('lower(trim(cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')))') }}
{% endmacro %}
