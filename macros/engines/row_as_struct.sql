{% macro row_as_struct(relation_alias) %}
    {{ return(adapter.dispatch('row_as_struct', 'customer_segments')(relation_alias)) }}
{% endmacro %}

{% macro default__row_as_struct(relation_alias) %}
    {{ return('struct(' ~ relation_alias ~ '.*)') }}
{% endmacro %}

{% macro duckdb__row_as_struct(relation_alias) %}
    {{ return(relation_alias) }}
{% endmacro %}
