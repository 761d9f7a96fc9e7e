{% macro json_text(document, path) %}
    {# The value at a path such as 'held_out.revenue_r2' of a JSON text, as text. #}
    {{ return(adapter.dispatch('json_text', 'customer_segments')(document, path)) }}
{% endmacro %}

{% macro default__json_text(document, path) %}
    {{ return("get_json_object(" ~ document ~ ", '$." ~ path ~ "')") }}
{% endmacro %}

{% macro duckdb__json_text(document, path) %}
    {{ return("json_extract_string(" ~ document ~ ", '$." ~ path ~ "')") }}
{% endmacro %}
