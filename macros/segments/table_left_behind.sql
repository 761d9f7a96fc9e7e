{% macro table_left_behind(name) %}
    {#
        The relation of a model that is built as a table, by the name that it bears now:
        that of its backup where a build on Spark was killed between two renames.
    #}
    {% if 'nodes' not in graph or not execute or not flags.INTROSPECT %}
        {{ return(none) }}
    {% endif %}
    {% set relation = customer_segments.kept_relation(name) %}
    {% if relation is none %}
        {% set node = customer_segments.model_node(name) %}
        {{ return(adapter.get_relation(
            node.database, node.schema, node.alias ~ '__dbt_backup'
        )) }}
    {% endif %}
    {{ return(relation) }}
{% endmacro %}
