{% macro sorted_text(expression) %}
    {# An aggregate: the sorted texts of a group, with a comma and a blank between. #}
    {{ return(adapter.dispatch('sorted_text', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__sorted_text(expression) %}
    {{ return('array_join(sort_array(collect_list(' ~ expression ~ ")), ', ')") }}
{% endmacro %}

{% macro duckdb__sorted_text(expression) %}
    {{ return('array_to_string(list_sort(list(' ~ expression ~ ")), ', ')") }}
{% endmacro %}
