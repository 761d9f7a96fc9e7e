{% macro former_days() %}
    {#
        int_segments__customer_days as the last build left it; none where there is none
        that this version can read. Every engine builds a table beside the one that it
        replaces, which can be read meanwhile. A unit test, which knows no graph, never
        reads it.
    #}
    {% if 'nodes' not in graph or not flags.INTROSPECT %}
        {{ return(none) }}
    {% endif %}
    {% set node = customer_segments.model_node('int_segments__customer_days') %}
    {% set relation = adapter.get_relation(node.database, node.schema, node.alias) %}
    {% if relation is none or relation.type != 'table' %}
        {{ return(none) }}
    {% endif %}
    {% set columns = adapter.get_columns_in_relation(relation) %}
    {{ return(
        relation if 'recipe' in columns | map(attribute='name') else none
    ) }}
{% endmacro %}
