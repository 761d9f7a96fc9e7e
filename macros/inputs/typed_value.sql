{% macro typed_value(expression, type) %}
    {# A value cast to a type of the contract; null where it is blank or unreadable. #}
    {% if type == 'text' %}
        {{ return(customer_segments.as_trimmed_text(expression)) }}
    {% elif type == 'number' %}
        {{ return(customer_segments.as_number(expression)) }}
    {% elif type == 'boolean' %}
        {{ return('try_cast(' ~ expression ~ ' as boolean)') }}
    {% endif %}
    {{ return(customer_segments.as_utc_timestamp(expression)) }}
{% endmacro %}
