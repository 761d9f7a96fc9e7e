-- Every event, and of those that cannot be used the reason: of events that share an id,
-- only the first in time counts.
{% set columns = customer_segments.kept_event_columns() %}

with others as (
    select * from {{ ref('base_segments__kept_events') }}
    where not is_repeated or rejection_reason is not null
),

repeated as (
    select * from {{ ref('base_segments__repeated_events') }}
)

select
    {{ columns | join(',\n    ') }},
    input_content,
    rejection_reason,
    event_at
from others
union all
select
    {{ columns | join(',\n    ') }},
    input_content,
    case when place > 1 then 'duplicate_event_id' end as rejection_reason,
    event_at
from repeated
