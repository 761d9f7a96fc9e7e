{% macro kept_relation(name) %}
    {#
        A model's table as the last build left it, whether or not this one has built it.
    #}
    {% set node = customer_segments.model_node(name) %}
    {{ return(adapter.get_relation(node.database, node.schema, node.alias)) }}
{% endmacro %}
