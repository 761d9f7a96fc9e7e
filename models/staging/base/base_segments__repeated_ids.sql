{{ config(materialized='ephemeral') }}

-- The ids of events that the rows to be read give more than once, whether or not these
-- can be used, and those that a day before them has used up. Nothing but ids is read.
{% set kept_before = customer_segments.kept_before(
    'base_segments__kept_events', 'event_at'
) %}

with ids as (
    select {{ customer_segments.hash_key('event_id') }} as event_hash
    from {{ ref('base_segments__event_rows') }}
    {% if kept_before is not none %}
    where event_at >= {{ kept_before }}
    {% endif %}
),

repeated as (
    select
        event_hash,
        false as is_used_up
    from ids
    group by event_hash
    -- counts no null: asked of the rows or the groups, the hash of every id would be
    -- worked out twice more, where the input is read
    having count(event_hash) > 1
    {% if kept_before is not none %}
    union all
    select
        {{ customer_segments.hash_key('kept.event_id') }} as event_hash,
        true as is_used_up
    from {{ customer_segments.kept_relation('base_segments__kept_events') }} as kept
    where
        kept.rejection_reason is null
        and kept.event_at < {{ kept_before }}
        and {{ customer_segments.hash_key('kept.event_id') }} in (
            select event_hash from ids
        )
    {% endif %}
)

select
    event_hash,
    max(case when is_used_up then 1 else 0 end) = 1 as is_used_up
from repeated
group by event_hash
