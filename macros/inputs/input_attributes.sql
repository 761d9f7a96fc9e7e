{% macro input_attributes(input) %}
    {# Columns that the mapping adds to the contract: attributes of customers. #}
    {% set mapping = customer_segments.segments_input(input) or {} %}
    {% set contract = customer_segments.input_contract(input) %}
    {{ return(mapping.get('columns', {}) | reject('in', contract) | list) }}
{% endmacro %}
