{% macro days_after(date, days) %}
    {# A date some days after (or, with a negative number, before) another. #}
    {{ return(adapter.dispatch('days_after', 'customer_segments')(date, days)) }}
{% endmacro %}

{% macro default__days_after(date, days) %}
    {{ return('cast(' ~ dbt.dateadd('day', days, date) ~ ' as date)') }}
{% endmacro %}

{% macro spark__days_after(date, days) %}
    {{ return('date_add(' ~ date ~ ', ' ~ days ~ ')') }}
{% endmacro %}
