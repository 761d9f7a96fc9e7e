{% macro mended_session_customers(sessions) %}
    {# A statement: sessions that nobody signed in to are whose their visitor is now. #}
    update {{ sessions }}
    set customer_id = changed.customer_id
    from (
        select
            former.session_id,
            visitor_customers.customer_id
        from {{ sessions }} as former
        left join {{ ref('int_segments__visitor_customers') }} as visitor_customers
            on former.visitor_id = visitor_customers.anonymous_id
        where
            former.signed_in_customer_id is null
            and former.customer_id is distinct from visitor_customers.customer_id
    ) as changed
    where {{ sessions }}.session_id = changed.session_id
{% endmacro %}
