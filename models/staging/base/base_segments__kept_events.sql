{{ config(
    materialized=customer_segments.kept_materialization(),
    incremental_strategy='replace',
    on_schema_change='sync_all_columns',
    meta={'kept_time': 'event_at'},
    pre_hook="{{ customer_segments.outdate_kept(
        ['int_segments__visitor_days', 'sessions', 'int_segments__midnight_visits']
    ) }}",
) }}

-- Every event that was ever read, with its reason where it cannot be used. Only days on
-- which events may still arrive are read anew. Which event of a repeated id counts is
-- asked where they are read: here all others would be read once more for it.
{% set kept_before = customer_segments.kept_before(
    'base_segments__kept_events', 'event_at'
) %}
{% set name = customer_segments.event_name('event_rows.event_type') %}

with event_rows as (
    select * from {{ ref('base_segments__event_rows') }}
    {% if kept_before is not none %}
    where {{ customer_segments.is_read_anew('event_at', kept_before) }}
    {% endif %}
),

repeated_ids as (
    select * from {{ ref('base_segments__repeated_ids') }}
),

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
        when repeated_ids.event_hash is not null
            then {{ customer_segments.row_as_json('event_rows.input_row') }}
    end as input_content,
    case
        when event_rows.rejection_reason is not null then event_rows.rejection_reason
        when repeated_ids.is_used_up then 'duplicate_event_id'
    end as rejection_reason,
    cast({{ customer_segments.kept_recipe() }} as {{ dbt.type_string() }}) as recipe,
    event_rows.quantity,
    {{ customer_segments.as_money('event_rows.value') }} as value,
    repeated_ids.event_hash is not null as is_repeated,
    event_rows.event_at
from event_rows
left join repeated_ids
    on {{ customer_segments.hash_key('event_rows.event_id') }} = repeated_ids.event_hash
left join event_types on {{ name }} = event_types.event_name
