{{ config(materialized='table') }}

-- Events whose id came more than once, in the order in which they count. They are few,
-- and all that reads events would rank them once more.
with repeated as (
    select * from {{ ref('base_segments__kept_events') }}
    where is_repeated and rejection_reason is null
)

select
    {{ customer_segments.kept_event_columns() | join(',\n    ') }},
    input_content,
    event_at,
    row_number() over (
        partition by event_id
        order by event_at, input_content
    ) as place
from repeated
