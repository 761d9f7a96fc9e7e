{% macro hash_share(expression) %}
    {# A number in [0, 1) that depends on the text alone: the same on every engine and run. #}
    {{ return(adapter.dispatch('hash_share', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__hash_share(expression) %}
    {{ return("cast(conv(substr(md5(" ~ expression ~ "), 1, 8), 16, 10) as double) / 4294967296") }}
{% endmacro %}

{% macro duckdb__hash_share(expression) %}
    {{ return("cast(cast('0x' || substr(md5(" ~ expression ~ "), 1, 8) as bigint) as double) / 4294967296") }}
{% endmacro %}
