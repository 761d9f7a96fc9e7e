{% macro event_value(alias='') %}
    {# An event's money; none of a rejected one, which may have more than fits. #}
    {% set prefix = alias ~ '.' if alias else '' %}
    {{ return(customer_segments.as_money(
        'case when ' ~ prefix ~ 'rejection_reason is null then ' ~ prefix ~ 'value end'
    )) }}
{% endmacro %}
