{% macro as_money(expression) %}
    {# Four digits, exact, so that a sum does not depend on the order of its rows. #}
    {{ return(adapter.dispatch('as_money', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__as_money(expression) %}
    {{ return('cast(round(' ~ expression ~ ', 4) as decimal(18, 4))') }}
{% endmacro %}

{% macro spark__as_money(expression) %}
    {# Spark rounds the digits that a double shows, other engines the double itself #}
    {%- set money = 'cast(' ~ expression ~ ' as decimal(18, 4))' -%}
    case
        when typeof({{ expression }}) like 'decimal%' then {{ money }}
        else
            cast(
                round(cast({{ expression }} as double) * 1e4) / 1e4 as decimal(18, 4)
            )
    end
{% endmacro %}
