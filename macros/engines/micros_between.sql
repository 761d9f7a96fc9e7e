{% macro micros_between(first_time, second_time) %}
    {# Microseconds from a time to a later one; null where one of them is. #}
    {{ return(
        adapter.dispatch('micros_between', 'customer_segments')(first_time, second_time)
    ) }}
{% endmacro %}

{% macro default__micros_between(first_time, second_time) %}
    {{ return(
        'timestampdiff(microsecond, ' ~ first_time ~ ', ' ~ second_time ~ ')'
    ) }}
{% endmacro %}

{% macro duckdb__micros_between(first_time, second_time) %}
    {{ return('(epoch_us(' ~ second_time ~ ') - epoch_us(' ~ first_time ~ '))') }}
{% endmacro %}
