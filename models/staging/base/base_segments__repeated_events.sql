{{ config(materialized='table') }}

-- Events whose id came more than once, in the order in which they count. They are few,
-- and all that reads events would rank them once more.
with repeated as (
    select * from {{ ref('base_segments__kept_events') }}
    where is_repeated and rejection_reason is null
),

ranked as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_at, input_content
        ) as place
    from repeated
)

select
    {{ customer_segments.kept_event_columns() | join(',\n    ') }},
    case when place > 1 then input_content end as input_content,
    event_at,
    place
from ranked
