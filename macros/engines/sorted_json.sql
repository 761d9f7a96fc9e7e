{% macro sorted_json(expression) %}
    {# An aggregate: the sorted texts of a group, nulls left out, as a JSON list. #}
    {{ return(adapter.dispatch('sorted_json', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__sorted_json(expression) %}
    {{ return('to_json(sort_array(collect_list(' ~ expression ~ ')))') }}
{% endmacro %}

{% macro duckdb__sorted_json(expression) %}
    {{ return(
        'cast(to_json(list_sort(list(' ~ expression ~ ') filter (where ' ~ expression
        ~ ' is not null))) as varchar)'
    ) }}
{% endmacro %}
