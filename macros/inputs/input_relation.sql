{% macro input_relation(input) %}
    {#
        What stands behind "from" for a mapped input: ref('model'), source('source',
        'table'), a table's name, or a file reader where the engine has one.
    #}
    {% set mapping = customer_segments.segments_input(input) %}
    {% set relation = mapping['relation'] | string | trim %}
    {% set call = customer_segments._relation_call(relation) %}
    {% if call['kind'] == 'ref' %}
        {{ return(ref(*call['arguments'])) }}
    {% elif call['kind'] == 'source' %}
        {{ return(source(*call['arguments'])) }}
    {% endif %}
    {{ return(relation) }}
{% endmacro %}

{% macro _relation_call(relation) %}
    {# 'kind' (ref, source, name, expression) and 'arguments' of a relation. #}
    {% set quoted = "\\s*['\\\"]([^'\\\"]+)['\\\"]\\s*" %}
    {% set patterns = [
        ('ref', 'ref\\(' ~ quoted ~ '\\)$'),
        ('ref', 'ref\\(' ~ quoted ~ ',' ~ quoted ~ '\\)$'),
        ('source', 'source\\(' ~ quoted ~ ',' ~ quoted ~ '\\)$'),
    ] %}
    {% for kind, pattern in patterns %}
        {% set found = modules.re.match(pattern, relation) %}
        {% if found %}
            {{ return({'kind': kind, 'arguments': found.groups() | list}) }}
        {% endif %}
    {% endfor %}
    {% if modules.re.match('[A-Za-z_][\\w$]*(\\.[A-Za-z_][\\w$]*){0,2}$', relation) %}
        {{ return({'kind': 'name', 'arguments': relation.split('.')}) }}
    {% endif %}
    {{ return({'kind': 'expression', 'arguments': [relation]}) }}
{% endmacro %}
