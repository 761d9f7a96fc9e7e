{% macro shown(value) %}
    {# A value as a message shows it: text in quotes, null, long ones cut short. #}
    {% if value is none %}
        {{ return('null') }}
    {% endif %}
    {% set text = value | string | replace('\n', ' ') %}
    {% set text = text[:60] ~ '...' if text | length > 63 else text %}
    {{ return("'" ~ text ~ "'" if value is string else text) }}
{% endmacro %}
