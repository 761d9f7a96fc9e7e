{% macro shares_in_words(customer_share, revenue_share) %}
    {# A sentence with both shares, as SQL text; without the second where it is null. #}
    {% set word = customer_segments.wording %}
    {{ return(
        'replace(' ~ word('customers') ~ ", '{}', "
        ~ customer_segments.readable_share(customer_share) ~ ') || coalesce(replace('
        ~ word('revenue') ~ ", '{}', "
        ~ customer_segments.readable_share(revenue_share) ~ "), '') || " ~ word('stop')
    ) }}
{% endmacro %}
