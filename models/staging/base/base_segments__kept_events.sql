{{ config(
    materialized=customer_segments.kept_materialization(),
    incremental_strategy='replace',
    on_schema_change='sync_all_columns',
    meta={'kept_time': 'event_at', 'replaced_by': 'replaced_events'},
    pre_hook="{{ customer_segments.outdate_kept(
        ['int_segments__visitor_days', 'sessions', 'int_segments__midnight_visits']
    ) }}",
) }}

-- Every event that was ever read, with its reason where it cannot be used. Only days on
-- which events may still arrive are read anew, and what changed of them is exchanged.
-- Which event of a repeated id counts is asked of these few later: here all others
-- would be read once more for it.
-- depends_on: {{ ref('base_segments__changed_events') }}
{% set kept_before = customer_segments.kept_before(
    'base_segments__kept_events', 'event_at'
) %}
{% set name = customer_segments.event_name('event_rows.event_type') %}

with
{%- if kept_before is none %} event_rows as (
    select
        given.*,
        repeated_ids.event_hash is not null as is_repeated,
        false as is_used_up
    from {{ ref('base_segments__event_rows') }} as given
    left join {{ ref('base_segments__repeated_ids') }} as repeated_ids
        on {{ customer_segments.hash_key('given.event_id') }} = repeated_ids.event_hash
),
{%- else %} read_anew as (
    select
        *,
        {{ customer_segments.event_row_hash(is_kept=false) }} as row_hash
    from {{ ref('base_segments__event_rows') }}
    where {{ customer_segments.is_read_anew('event_at', kept_before) }}
),

event_rows as (
    select
        read_anew.*,
        changed.is_repeated,
        changed.is_used_up
    from read_anew
    inner join {{ ref('base_segments__changed_events') }} as changed
        on read_anew.row_hash = changed.row_hash
),
{%- endif %}

event_types as (
    select
        {{ customer_segments.event_name('event_name') }} as event_name,
        min(event_type) as event_type
    from {{ ref('event_types') }}
    group by {{ customer_segments.event_name('event_name') }}
)

select
    {%- for column, spec in customer_segments.input_contract('events').items()
        if spec['type'] == 'text' and column != 'event_type' %}
    event_rows.{{ column }},
    {%- endfor %}
    event_rows.event_type as event_name,
    {{ customer_segments.canonical_event_type(name, 'event_types.event_type') }}
        as event_type,
    case
        when event_rows.rejection_reason is not null then event_rows.input_content
        when event_rows.is_repeated
            then {{ customer_segments.row_as_json('event_rows.input_row') }}
    end as input_content,
    case
        when event_rows.rejection_reason is not null then event_rows.rejection_reason
        when event_rows.is_used_up then 'duplicate_event_id'
    end as rejection_reason,
    cast({{ customer_segments.kept_recipe() }} as bigint) as recipe_number,
    event_rows.quantity,
    {{ customer_segments.event_value('event_rows') }} as value,
    event_rows.is_repeated,
    event_rows.event_at
from event_rows
left join event_types on {{ name }} = event_types.event_name
