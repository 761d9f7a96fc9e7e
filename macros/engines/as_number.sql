{% macro as_number(expression) %}
    {# A value as a double, null where it is unreadable. #}
    {{ return(adapter.dispatch('as_number', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__as_number(expression) %}
    {{ return('try_cast(' ~ expression ~ ' as double)') }}
{% endmacro %}

{% macro spark__as_number(expression) %}
    {# Java reads '5d' and '5f', its own ways to write a number, as 5 #}
    {%- set text = 'cast(' ~ expression ~ ' as string)' -%}
    case
        when not coalesce({{ text }} rlike '[0-9.] *[dDfF] *$', false)
            then try_cast({{ expression }} as double)
    end
{% endmacro %}
