{% macro as_trimmed_text(expression) %}
    {# A value as text without blanks around it, null where nothing is left. #}
    {{ return(
        adapter.dispatch('as_trimmed_text', 'customer_segments')(expression)
    ) }}
{% endmacro %}

{% macro default__as_trimmed_text(expression) %}
    nullif(trim({{ customer_segments.as_text(expression) }}), '')
{% endmacro %}

{% macro duckdb__as_trimmed_text(expression) %}
    {#
        DuckDB's trim() looks at every letter for blanks of all scripts, which takes
        longer than all else about a text. One of ASCII alone that begins and ends with
        none is taken as it is.
    #}
    {%- set text = 'cast(' ~ expression ~ ' as varchar)' -%}
    case
        when
            typeof({{ expression }}) = 'VARCHAR'
            and {{ text }} >= '!' and {{ text }} < chr(127)
            and strlen({{ text }}) = length({{ text }})
            and not ends_with({{ text }}, ' ')
            then {{ text }}
        else {{ customer_segments.default__as_trimmed_text(expression) }}
    end
{% endmacro %}
