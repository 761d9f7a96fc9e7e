{% macro model_node(name) %}
    {# dbt's node of a model, wherever the user puts it; not known while parsing. #}
    {{ return(
        graph.nodes.values()
        | selectattr('resource_type', 'equalto', 'model')
        | selectattr('name', 'equalto', name) | first
    ) }}
{% endmacro %}
