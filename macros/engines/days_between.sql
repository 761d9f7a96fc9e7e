{% macro days_between(first_date, second_date) %}
    {# Days from a date to a later one; null where one of them is. #}
    {{ return(
        adapter.dispatch('days_between', 'customer_segments')(first_date, second_date)
    ) }}
{% endmacro %}

{% macro default__days_between(first_date, second_date) %}
    {{ return(dbt.datediff(first_date, second_date, 'day')) }}
{% endmacro %}

{% macro spark__days_between(first_date, second_date) %}
    {# dbt's own tests each date four times over for null #}
    {{ return('datediff(' ~ second_date ~ ', ' ~ first_date ~ ')') }}
{% endmacro %}
