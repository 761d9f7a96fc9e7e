{% macro relation_columns(input, relation) %}
    {#
        {'columns': names or none, 'mistakes': sentences} of a mapped relation. A ref
        may be built by this very run: validate_input_columns looks at it then.
    #}
    {% set call = customer_segments._relation_call(relation | trim) %}
    {% if call['kind'] == 'ref' %}
        {{ return({'columns': none, 'mistakes': []}) }}
    {% endif %}
    {% set is_source = call['kind'] == 'source' %}
    {% set there = source(*call['arguments']) if is_source else relation | trim %}
    {% if call['kind'] == 'expression' or is_source and there.external %}
        {% set exists = customer_segments.file_exists(there | string) %}
    {% else %}
        {% set exists = customer_segments.table_exists(
            [there.database, there.schema, there.identifier]
            if is_source else call['arguments']
        ) %}
    {% endif %}
    {% if not exists %}
        {{ return({'columns': none, 'mistakes': [
            "input '" ~ input ~ "' has a relation that does not exist, got "
            ~ customer_segments.shown(relation | trim)
            ~ '. Correct its name or create it first.'
        ]}) }}
    {% endif %}
    {{ return({'columns': customer_segments._columns_of(there), 'mistakes': []}) }}
{% endmacro %}

{% macro _columns_of(relation) %}
    {% set columns = run_query('select * from ' ~ relation ~ ' limit 0').columns %}
    {{ return(columns | map(attribute='name') | list) }}
{% endmacro %}
