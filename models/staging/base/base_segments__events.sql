{{ config(
    materialized=customer_segments.kept_materialization(),
    incremental_strategy='replace',
    on_schema_change='sync_all_columns',
    meta={'kept_time': 'event_at'},
    pre_hook="{{ customer_segments.outdate_kept(
        ['int_segments__visitor_days', 'sessions']
    ) }}",
) }}

-- Every event that was ever read, with its reason where it cannot be used. Only days on
-- which events may still arrive are read anew.
{% set kept_before = customer_segments.kept_before('base_segments__events', 'event_at')
%}
{% set name = customer_segments.event_name('events.event_type') %}

with event_rows as (
    select * from {{ ref('base_segments__event_rows') }}
    {% if kept_before is not none %}
    where {{ customer_segments.is_read_anew('event_at', kept_before) }}
    {% endif %}
),

repeated as (
    select * from {{ ref('base_segments__repeated_events') }}
),

repeated_ids as (
    select distinct event_hash from {{ ref('base_segments__repeated_events') }}
),

event_types as (
    select
        {{ customer_segments.event_name('event_name') }} as event_name,
        min(event_type) as event_type
    from {{ ref('event_types') }}
    group by {{ customer_segments.event_name('event_name') }}
),

events as (
    select
        {%- for column in customer_segments.input_contract('events') %}
        event_rows.{{ column }},
        {%- endfor %}
        event_rows.input_content,
        event_rows.rejection_reason
    from event_rows
    -- a rejected row uses no id up; one equality is what engines join fast
    left join repeated_ids
        on
            case
                when event_rows.rejection_reason is null
                    then {{ customer_segments.hash_key('event_rows.event_id') }}
            end = repeated_ids.event_hash
    where repeated_ids.event_hash is null
    union all
    select
        {%- for column in customer_segments.input_contract('events') %}
        {{ column }},
        {%- endfor %}
        input_content,
        rejection_reason
    from repeated
)

select
    {%- for column, spec in customer_segments.input_contract('events').items()
        if spec['type'] == 'text' and column != 'event_type' %}
    events.{{ column }},
    {%- endfor %}
    events.event_type as event_name,
    {{ customer_segments.canonical_event_type(name, 'event_types.event_type') }}
        as event_type,
    events.input_content,
    events.rejection_reason,
    cast({{ customer_segments.kept_recipe() }} as {{ dbt.type_string() }}) as recipe,
    events.quantity,
    {{ customer_segments.as_money('events.value') }} as value,
    events.event_at
from events
left join event_types on {{ name }} = event_types.event_name
