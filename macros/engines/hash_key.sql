{% macro hash_key(expression) %}
    {#
        64 bits that stand for a text in one build, null for null: shorter to group and
        to sort. They are compared within one customer alone, where two of his texts
        share a key once in 10^13 even if he has a thousand of them. Only their sums are
        kept for the next build, which makes all anew where an engine's new version
        hashes otherwise.
    #}
    {{ return(adapter.dispatch('hash_key', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__hash_key(expression) %}
    {{ return(
        'case when ' ~ expression ~ ' is not null then xxhash64(' ~ expression ~ ') end'
    ) }}
{% endmacro %}

{% macro duckdb__hash_key(expression) %}
    {{ return(
        'case when ' ~ expression ~ ' is not null then hash(' ~ expression ~ ') end'
    ) }}
{% endmacro %}
