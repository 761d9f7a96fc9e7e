-- Every event, and of those that cannot be used the reason: of events that share an id,
-- only the first in time counts.
{% set columns = customer_segments.input_contract('events').keys() | list %}
{% do columns.insert(columns.index('event_type'), 'event_name') %}

-- two readings: what one step reads for two others is kept in memory, with all columns
with repeated as (
    select * from {{ ref('base_segments__kept_events') }}
    where is_repeated and rejection_reason is null
),

others as (
    select * from {{ ref('base_segments__kept_events') }}
    where not is_repeated or rejection_reason is not null
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
    {{ columns | join(',\n    ') }},
    input_content,
    rejection_reason
from others
union all
select
    {{ columns | join(',\n    ') }},
    case when place > 1 then input_content end as input_content,
    case when place > 1 then 'duplicate_event_id' end as rejection_reason
from ranked
