{{ config(materialized='ephemeral') }}

-- The rows of every event id that was given more than once, and which of them counts:
-- the first in time. An id that a day before those read anew has used is used up.
{% set mapping = customer_segments.segments_input('events') or {} %}
{% set has_ids = mapping.get('columns', {}).get('event_id') is not none %}
{% set kept_before = customer_segments.kept_before(
    'base_segments__events', 'event_at'
) if has_ids else none %}
{% set readable = 'rejection_reason is null and event_id is not null'
    ~ (' and event_at >= ' ~ kept_before if kept_before is not none else '') %}

with event_rows as (
    select * from {{ ref('base_segments__event_rows') }}
    where {{ readable if has_ids else '1 = 0' }}
),

repeated as (
    select
        {{ customer_segments.hash_key('event_id') }} as event_hash,
        false as is_used_up
    from {{ ref('base_segments__event_rows') }}
    where {{ readable if has_ids else '1 = 0' }}
    group by {{ customer_segments.hash_key('event_id') }}
    having count(*) > 1
    {% if kept_before is not none %}
    union all
    select
        {{ customer_segments.hash_key('kept.event_id') }} as event_hash,
        true as is_used_up
    from {{ customer_segments.kept_relation('base_segments__events') }} as kept
    where
        kept.rejection_reason is null
        and kept.event_at < {{ kept_before }}
        and {{ customer_segments.hash_key('kept.event_id') }} in (
            select {{ customer_segments.hash_key('event_id') }}
            from {{ ref('base_segments__event_rows') }}
            where {{ readable }}
        )
    {% endif %}
),

ids as (
    select
        event_hash,
        max(case when is_used_up then 1 else 0 end) = 1 as is_used_up
    from repeated
    group by event_hash
),

shown as (
    select
        event_rows.*,
        ids.event_hash,
        ids.is_used_up,
        {{ customer_segments.row_as_json('event_rows.input_row') }} as row_content
    from event_rows
    inner join ids
        on {{ customer_segments.hash_key('event_rows.event_id') }} = ids.event_hash
),

ranked as (
    select
        *,
        row_number() over (
            partition by event_hash, event_id
            order by event_at, row_content
        ) as place
    from shown
)

select
    {%- for column in customer_segments.input_contract('events') %}
    {{ column }},
    {%- endfor %}
    event_hash,
    case when is_used_up or place > 1 then row_content end as input_content,
    case when is_used_up or place > 1 then 'duplicate_event_id' end as rejection_reason
from ranked
