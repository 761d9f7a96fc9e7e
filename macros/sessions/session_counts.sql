{% macro session_counts() %}
    {#
        What a session's events add up to, as aggregates over its events: columns of
        sessions, and of a session as it stood at a midnight.
    #}
    cast(count(*) as bigint) as event_count,
    {%- for type in customer_segments.event_types() %}
    cast(count(case when event_type = '{{ type }}' then 1 end) as bigint)
        as {{ type }}_count,
    {%- endfor %}
    {%- for column, type in {
        'viewed_product_count': 'view', 'purchased_product_count': 'purchase',
    }.items() %}
    {#- a filter, as rows without a product would be looked up among the distinct too;
        and numbers, as distinct texts are kept in memory with their sessions' keys #}
    cast(
        count(distinct {{ customer_segments.hash_key('product_id') }}) filter (
            where event_type = '{{ type }}' and product_id is not null
        ) as bigint
    ) as {{ column }},
    {%- endfor %}
    {{ customer_segments.as_money(
        "sum(case when event_type = 'purchase' then coalesce(value, 0) else 0 end)"
    ) }} as revenue
{% endmacro %}
