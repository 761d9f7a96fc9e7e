{% macro in_language(column) %}
    {# The column of a seed that holds a text in the language of segments_language. #}
    {{ return(column ~ '_' ~ customer_segments.segments_var('segments_language')) }}
{% endmacro %}
