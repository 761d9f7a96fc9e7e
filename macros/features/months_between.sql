{% macro months_between(first_date, second_date) %}
    {#
        Boundaries of calendar months from a date to a later one. dbt.datediff counts
        one too many on Spark between the last days of a long and a short month.
    #}
    {% set years = 'extract(year from ' ~ second_date ~ ') - extract(year from '
        ~ first_date ~ ')' %}
    {% set months = 'extract(month from ' ~ second_date ~ ') - extract(month from '
        ~ first_date ~ ')' %}
    {{ return('(12 * (' ~ years ~ ') + ' ~ months ~ ')') }}
{% endmacro %}
