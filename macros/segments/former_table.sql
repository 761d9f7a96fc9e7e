{% macro former_table(name) %}
    {#
        The relation in which a model that is built as a table can read what it built
        last; none before its first build, while parsing, and in a unit test, which
        knows no graph. Not even a full refresh hides it.

        Where a build on Spark was killed between its two renames, the table still bears
        the name of its backup; begin_beside renames it before the model is built.
    #}
    {% set found = customer_segments.table_left_behind(name) %}
    {{ return(none if found is none else found.incorporate(path={
        'identifier': customer_segments.model_node(name).alias
    })) }}
{% endmacro %}
