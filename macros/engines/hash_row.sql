{% macro hash_row(columns) %}
    {#
        64 bits of some columns of a row. Sums of them tell whether rows have changed
        since the last build; where an engine's new version hashes otherwise, all have.
    #}
    {{ return(adapter.dispatch('hash_row', 'customer_segments')(columns)) }}
{% endmacro %}

{% macro default__hash_row(columns) %}
    {{ return('xxhash64(' ~ columns | join(', ') ~ ')') }}
{% endmacro %}

{% macro duckdb__hash_row(columns) %}
    {# the last column is only mixed in by xor: once more, or sums miss a swap of it #}
    {{ return('hash(hash(' ~ columns | join(', ') ~ '))') }}
{% endmacro %}
