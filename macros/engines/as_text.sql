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

{% macro spark__as_text(expression) %}
    {%- set text = 'cast(' ~ expression ~ ' as string)' -%}
    {%- set number = 'try_cast(' ~ text ~ ' as double)' -%}
    {%- set is_float = 'typeof(' ~ expression ~ ") in ('float', 'double')" -%}
    case
        when {{ is_float }} and not abs({{ number }}) < double('infinity') then null
        when {{ is_float }} and abs({{ number }}) < 1e38
            and {{ number }} = floor({{ number }})
            then cast(cast({{ number }} as decimal(38, 0)) as string)
        when typeof({{ expression }}) like 'decimal%' and {{ text }} like '%.%'
            then rtrim('.', rtrim('0', {{ text }}))
        else {{ text }}
    end
{% endmacro %}
