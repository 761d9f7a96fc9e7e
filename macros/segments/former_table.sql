{% macro former_table(name) %}
    {#
        The relation in which a model that is built as a table can read what it built
        last; none before its first build, while parsing, and in a unit test, which
        knows no graph. Not even a full refresh hides it.

        Where a build on Spark was killed between its two renames, the table still bears
        the name of its backup; begin_beside renames it before the model is built.
    #}
    {% set found = customer_segments._table_left_behind(name) %}
    {{ return(none if found is none else found.incorporate(path={
        'identifier': customer_segments.model_node(name).alias
    })) }}
{% endmacro %}

{% macro _table_left_behind(name) %}
    {# The same by the name that it bears now. #}
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
