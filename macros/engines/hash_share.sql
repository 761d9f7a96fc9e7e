{% macro hash_share(expression) %}
    {# A number in [0, 1) that depends on the text alone, on every engine and run. #}
    {{ return(adapter.dispatch('hash_share', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__hash_share(expression) %}
    {% set digits = 'substr(md5(' ~ expression ~ '), 1, 8)' %}
    {{ return('cast(conv(' ~ digits ~ ', 16, 10) as double) / 4294967296') }}
{% endmacro %}

{% macro duckdb__hash_share(expression) %}
    {% set digits = 'substr(md5(' ~ expression ~ '), 1, 8)' %}
    {{ return("cast(cast('0x' || " ~ digits ~ ' as bigint) as double) / 4294967296') }}
{% endmacro %}
