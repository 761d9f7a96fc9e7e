{{ config(
    materialized=customer_segments.kept_materialization(),
    incremental_strategy='replace',
    on_schema_change='append_new_columns',
    meta={
        'kept_time': 'ended_at', 'recipe_column': 'rules_checksum',
        'replaced_by': 'replaced_sessions', 'mended_by': 'mended_session_customers',
    },
) }}
{% set recipe = 'rules_checksum' %}
{% set kept_before = customer_segments.kept_before('sessions', 'ended_at', recipe) %}
{% set public = [
    'session_id', 'visitor_id', 'customer_id', 'signed_in_customer_id',
    'input_session_id', 'entry_page', 'exit_page', 'source', 'campaign', 'device',
    'rules_checksum', 'event_count', 'view_count', 'search_count',
    'add_to_cart_count', 'remove_from_cart_count', 'checkout_count', 'purchase_count',
    'other_count', 'viewed_product_count', 'purchased_product_count',
    'events_checksum', 'duration_seconds', 'revenue', 'is_bounce', 'is_converted',
    'is_abandoned_basket', 'is_suspect', 'started_on', 'started_at', 'ended_at',
    'unbroken_since_at',
] %}

-- depends_on: {{ ref('int_segments__changed_visits') }}
with visitor_customers as (
    select * from {{ ref('int_segments__visitor_customers') }}
),

stretches as (
    {{ customer_segments.events_with_stretches(
        customer_segments.events_to_sessionize(kept_before)
    ) }}
),

broken as (
    {{ customer_segments.events_with_breaks('stretches') }}
),

grouped as (
    select
        {{ customer_segments.visitor_id('min(anonymous_id)', 'min(customer_id)') }}
            as visitor_id,
        min(anonymous_id) as anonymous_id,
        min(session_id) as input_session_id,
        {{ customer_segments.at_end('customer_id', 'last') }} as signed_in_customer_id,
        {{ customer_segments.at_end('page', 'first') }} as entry_page,
        {{ customer_segments.at_end('page', 'last') }} as exit_page,
        {%- for column in ['source', 'campaign', 'device'] %}
        {{ customer_segments.at_end(column, 'first') }} as {{ column }},
        {%- endfor %}
        {{ customer_segments.session_counts() }},
        {{ customer_segments.events_checksum() }} as events_checksum,
        {%- if 'campaign_number' in customer_segments.session_keys() %}
        min(moment) as first_moment,
        {%- endif %}
        min(event_at) as started_at,
        max(event_at) as ended_at,
        unbroken_since_at
    from broken
    group by {{ customer_segments.session_keys() | join(', ') }}
),

measured as (
    select
        *,
        {{ customer_segments.session_id() }} as session_id,
        cast({{ customer_segments.kept_recipe() }} as {{ dbt.type_string() }})
            as rules_checksum,
        {{ customer_segments.micros_between('started_at', 'ended_at') }} / 1e6
            as duration_seconds,
        cast(started_at as date) as started_on
    from grouped
),

fresh as (
    select
        measured.*,
        {{ customer_segments.session_flags() }},
        coalesce(measured.signed_in_customer_id, visitor_customers.customer_id)
            as customer_id
    from measured
    left join visitor_customers
        on measured.anonymous_id = visitor_customers.anonymous_id
)

select {{ public | join(', ') }} from fresh
