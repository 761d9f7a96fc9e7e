{% macro hash_key(expression) %}
    {#
        64 bits that stand for a text while one query compares it: shorter to group and
        to sort. It is never kept (engines and their versions differ), and only within
        one customer, where two of his texts share a key once in 10^13 even if he has a
        thousand of them.
    #}
    {{ return(adapter.dispatch('hash_key', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__hash_key(expression) %}
    {{ return('xxhash64(' ~ expression ~ ')') }}
{% endmacro %}

{% macro duckdb__hash_key(expression) %}
    {{ return('hash(' ~ expression ~ ')') }}
{% endmacro %}
