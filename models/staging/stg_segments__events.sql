{% set texts = ['event_type', 'product_id', 'page', 'source', 'campaign', 'device'] %}

with base_events as (
    select * from {{ ref('base_segments__events') }}
),

accepted as (
    select
        *,
        {{ customer_segments.visitor_id('anonymous_id', 'customer_id') }} as visitor_id
    from base_events
    where rejection_reason is null
)

select
    ---------- ids
    event_id,
    visitor_id,
    customer_id,
    anonymous_id,
    session_id,
    order_id,
    product_id,

    ---------- strings
    event_name,
    event_type,
    page,
    source,
    campaign,
    device,
    -- tells events of one time apart: those that are still alike tell the same
    coalesce(
        event_id,
        concat_ws(
            '|', {% for text in ['customer_id'] + texts %}coalesce({{ text }}, '')
            {{- ', ' if not loop.last }}{% endfor %}
        )
    ) as event_key,

    ---------- numerics
    {{ customer_segments.hash_key('visitor_id') }} as visitor_key,
    quantity,
    value,

    ---------- dates
    cast(event_at as date) as event_on,

    ---------- timestamps
    event_at
from accepted
