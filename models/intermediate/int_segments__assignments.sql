-- One row per customer: the nearest segment, or the one that holds the customer. The
-- nearest is the runner-up then, and what speaks for it speaks against the segment.
with scores as (
    select * from {{ ref('int_segments__scores') }}
),

held_customers as (
    select * from {{ ref('int_segments__held_customers') }}
),

marked as (
    select
        scores.*,
        held_customers.customer_id is not null as is_held
    from scores
    left join held_customers on scores.customer_id = held_customers.customer_id
)

select
    customer_id,
    {%- for column in ['segment_id', 'distance'] %}
    case when is_held then runner_up_{{ column }} else {{ column }} end as {{ column }},
    case when is_held then {{ column }} else runner_up_{{ column }} end
        as runner_up_{{ column }},
    {%- endfor %}
    case when is_held then 1 - confidence else confidence end as confidence,
    {%- for place in [1, 2, 3] %}
    reason_{{ place }},
    reason_{{ place }}_is_high,
    case when is_held then -reason_{{ place }}_weight else reason_{{ place }}_weight end
        as reason_{{ place }}_weight,
    {%- endfor %}
    reconstruction_error,
    is_held
from marked
