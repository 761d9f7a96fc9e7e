{% macro row_as_json(relation_alias) %}
    {{ return(adapter.dispatch('row_as_json', 'customer_segments')(relation_alias)) }}
{% endmacro %}

{% macro default__row_as_json(relation_alias) %}
    {{ return('to_json(struct(' ~ relation_alias ~ '.*))') }}
{% endmacro %}

{% macro duckdb__row_as_json(relation_alias) %}
    {{ return('cast(to_json(' ~ relation_alias ~ ') as varchar)') }}
{% endmacro %}
