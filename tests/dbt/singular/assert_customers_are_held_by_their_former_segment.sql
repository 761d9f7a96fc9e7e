-- Customers held by a segment that they were not in on the day before as_of.
with customer_segments as (
    select * from {{ ref('customer_segments') }}
    where is_held
),

history as (
    select * from {{ ref('customer_segment_history') }}
)

select
    customer_segments.customer_id,
    customer_segments.segment_id,
    history.segment_id as former_segment_id
from customer_segments
left join history
    on {{ customer_segments.segment_as_of(
        'customer_segments.customer_id',
        customer_segments.days_after('customer_segments.as_of', -1)
    ) }}
where coalesce(history.segment_id <> customer_segments.segment_id, true)
