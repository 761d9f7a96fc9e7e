{% macro can_reread_itself() %}
    {# Whether a query can read the table that its result is about to replace. #}
    {{ return(adapter.dispatch('can_reread_itself', 'customer_segments')()) }}
{% endmacro %}

{% macro default__can_reread_itself() %}
    {{ return(false) }}
{% endmacro %}

{% macro duckdb__can_reread_itself() %}
    {{ return(true) }}
{% endmacro %}

{% macro spark__can_reread_itself() %}
    {# begin_beside builds every table beside the former one #}
    {{ return(true) }}
{% endmacro %}
