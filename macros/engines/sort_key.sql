{% macro sort_key(columns) %}
    {# One value that sorts as the columns do, one after the other. #}
    {{ return(adapter.dispatch('sort_key', 'customer_segments')(columns)) }}
{% endmacro %}

{% macro default__sort_key(columns) %}
    {{ return('struct(' ~ columns | join(', ') ~ ')') }}
{% endmacro %}

{% macro duckdb__sort_key(columns) %}
    {# bytes, which aggregates compare faster than a struct #}
    {{ return(
        'create_sort_key(' ~ columns | join(", 'asc nulls last', ")
        ~ ", 'asc nulls last')"
    ) }}
{% endmacro %}
