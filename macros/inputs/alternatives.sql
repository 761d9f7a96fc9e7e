{% macro alternatives(input) %}
    {# The groups of columns of which an input needs at least one. #}
    {% set groups = {} %}
    {% for column, spec in customer_segments.input_contract(input).items()
        if 'one_of' in spec %}
        {% do groups.setdefault(spec['one_of'], []).append(column) %}
    {% endfor %}
    {{ return(groups.values() | list) }}
{% endmacro %}
