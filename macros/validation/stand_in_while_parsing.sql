{% macro stand_in_while_parsing(name, value) %}
    {#
        While parsing, a harmless value instead of an impossible one: dbt parses every
        model before validate_configuration can name the mistake. While running, the
        value itself.
    #}
    {% set spec = customer_segments.known_variables()[name] %}
    {% if execute %}
        {{ return(value) }}
    {% elif customer_segments.value_advice(name, value) %}
        {{ return(spec['stand_in']) }}
    {% elif spec['type'] == 'inputs' %}
        {{ return(customer_segments._parseable_inputs(value or {})) }}
    {% endif %}
    {{ return(value) }}
{% endmacro %}

{% macro _parseable_inputs(inputs) %}
    {% set parseable = {} %}
    {% for input, mapped in inputs.items() if mapped is mapping %}
        {% if mapped.get('columns') is mapping and mapped.get('relation') is string %}
            {% do parseable.update({input: mapped}) %}
        {% endif %}
    {% endfor %}
    {{ return(parseable) }}
{% endmacro %}
