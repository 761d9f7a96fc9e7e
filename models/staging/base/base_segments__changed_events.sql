{{ config(materialized='table') }}

-- What the days on which events may still arrive give that is not kept yet, or no
-- longer: so a build types and stores what is new, and nothing again. Rows are told
-- apart by the hash of all their columns. Those of repeated ids are always among them,
-- as another row may change what becomes of them. Empty where no event is kept.
-- depends_on: {{ ref('event_types') }}
{% set kept_before = customer_segments.kept_before(
    'base_segments__kept_events', 'event_at'
) %}

{% if kept_before is none %}
select
    cast(null as bigint) as row_hash,
    false as is_repeated,
    false as is_used_up
from {{ ref('base_segments__event_rows') }}
where 1 = 0
{% else %}
with given as (
    select
        {{ customer_segments.event_row_hash(is_kept=false) }} as row_hash,
        {{ customer_segments.hash_key('event_id') }} as event_hash
    from {{ ref('base_segments__event_rows') }}
    where {{ customer_segments.is_read_anew('event_at', kept_before) }}
),

rows_of_both as (
    select
        row_hash,
        1 as growth,
        0 as repeated
    from given
    union all
    select
        {{ customer_segments.event_row_hash(is_kept=true) }} as row_hash,
        -1 as growth,
        case when is_repeated then 1 else 0 end as repeated
    from {{ customer_segments.kept_relation('base_segments__kept_events') }}
    where {{ customer_segments.is_read_anew('event_at', kept_before) }}
),

differing as (
    select row_hash
    from rows_of_both
    group by row_hash
    -- of rows that are alike, as many may have come as were there
    having sum(growth) <> 0 or max(repeated) = 1
),

repeated_ids as (
    select
        event_hash,
        0 as used_up
    from given
    group by event_hash
    having count(event_hash) > 1
    union all
    -- what is known already was compared with older days when it came
    select
        {{ customer_segments.hash_key('kept.event_id') }} as event_hash,
        1 as used_up
    from {{ customer_segments.kept_relation('base_segments__kept_events') }} as kept
    where
        kept.rejection_reason is null
        and kept.event_at < {{ kept_before }}
        and {{ customer_segments.hash_key('kept.event_id') }} in (
            select given.event_hash
            from given
            inner join differing on given.row_hash = differing.row_hash
        )
),

marked as (
    select
        row_hash,
        0 as repeated,
        0 as used_up
    from differing
    union all
    select
        given.row_hash,
        1 as repeated,
        repeated_ids.used_up
    from given
    inner join repeated_ids on given.event_hash = repeated_ids.event_hash
)

select
    row_hash,
    max(repeated) = 1 as is_repeated,
    max(used_up) = 1 as is_used_up
from marked
group by row_hash
{% endif %}
