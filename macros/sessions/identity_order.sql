{% macro identity_order(is_declared, event_count, last_at, customer_id) %}
    {# Override in your project by customer_segments' dispatch search order. #}
    {{ return(
        adapter.dispatch('identity_order', 'customer_segments')(
            is_declared=is_declared, event_count=event_count, last_at=last_at,
            customer_id=customer_id
        )
    ) }}
{% endmacro %}

{% macro default__identity_order(is_declared, event_count, last_at, customer_id) %}
    {# Numbers, so that no engine's place for nulls matters. #}
    {{ return(
        'case when ' ~ is_declared ~ ' then 0 else 1 end, -1 * ' ~ event_count ~ ', '
        ~ last_at ~ ' desc, ' ~ customer_id
    ) }}
{% endmacro %}
