{% macro hash_key(expression) %}
    {#
        64 bits that stand for a text in one build, null for null: shorter to group and
        to sort. Among the texts of one customer two
        share a key once in 10^13 even if he has a thousand of them, among 300,000
        items of a shop once in 4 * 10^8. Only their sums are
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
