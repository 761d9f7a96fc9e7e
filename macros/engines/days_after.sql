{% macro days_after(date, days) %}
    {# A date some days after (or, with a negative number, before) another. #}
    {{ return('cast(' ~ dbt.dateadd('day', days, date) ~ ' as date)') }}
{% endmacro %}
