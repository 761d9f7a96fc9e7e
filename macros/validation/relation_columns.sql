{% macro relation_columns(input, relation) %}
    {#
        {'columns': names or none, 'mistakes': sentences} of a mapped relation. A ref may be
        built by this very run: validate_input_columns looks at it right before staging.
    #}
    {% set call = customer_segments._relation_call(relation | trim) %}
    {% if call['kind'] == 'ref' %}
        {{ return({'columns': none, 'mistakes': []}) }}
    {% endif %}
    {% set target_relation = source(*call['arguments']) if call['kind'] == 'source'
        else relation | trim %}
    {% set is_file = call['kind'] == 'expression' or call['kind'] == 'source' and target_relation.external %}
    {% if is_file %}
        {% set exists = customer_segments.file_exists(target_relation | string) %}
    {% else %}
        {% set exists = customer_segments.table_exists(
            [target_relation.database, target_relation.schema, target_relation.identifier]
            if call['kind'] == 'source' else call['arguments']
        ) %}
    {% endif %}
    {% if not exists %}
        {{ return({'columns': none, 'mistakes': [
            "input '" ~ input ~ "' has a relation that does not exist, got "
            ~ customer_segments.shown(relation | trim) ~ '. Correct its name or create it first.'
        ]}) }}
    {% endif %}
    {{ return({'columns': customer_segments._columns_of(target_relation), 'mistakes': []}) }}
{% endmacro %}

{% macro _columns_of(relation) %}
    {% set columns = run_query('select * from ' ~ relation ~ ' limit 0').columns %}
    {{ return(columns | map(attribute='name') | list) }}
{% endmacro %}
