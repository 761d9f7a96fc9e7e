-- Intervals of a customer that overlap, are empty, or follow at once in one segment.
with history as (
    select * from {{ ref('customer_segment_history') }}
),

neighbours as (
    select
        *,
        lead(segment_id) over by_customer as next_segment_id,
        lead(valid_from) over by_customer as next_valid_from
    from history
    window by_customer as (partition by customer_id order by valid_from)
)

select
    customer_id,
    segment_id,
    next_segment_id,
    valid_from,
    valid_to,
    next_valid_from
from neighbours
where
    valid_to <= valid_from
    or next_valid_from < coalesce(valid_to, cast('9999-12-31' as date))
    or (next_valid_from = valid_to and next_segment_id = segment_id)
