{% macro as_text(expression) %}
    {# 17850 and 17850.0 are the same id, whatever type of number it is kept as. #}
    {{ return(adapter.dispatch('as_text', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__as_text(expression) %}
    cast({{ expression }} as {{ dbt.type_string() }})
{% endmacro %}

{% macro duckdb__as_text(expression) %}
    {%- set text = 'cast(' ~ expression ~ ' as varchar)' -%}
    {%- set number = 'try_cast(' ~ expression ~ ' as double)' -%}
    {%- set is_float = 'typeof(' ~ expression ~ ") in ('FLOAT', 'DOUBLE')" -%}
    case
        -- pandas writes a missing id among numbers as NaN
        when {{ is_float }} and not isfinite({{ number }})
            then null
        when {{ is_float }} and {{ number }} = trunc({{ number }})
            then
                coalesce(cast(try_cast({{ number }} as hugeint) as varchar), {{ text }})
        when typeof({{ expression }}) like 'DECIMAL%' and contains({{ text }}, '.')
            then rtrim(rtrim({{ text }}, '0'), '.')
        else {{ text }}
    end
{% endmacro %}
