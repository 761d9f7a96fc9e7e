{{ config(
    materialized=customer_segments.kept_materialization(),
    incremental_strategy='replace',
    on_schema_change='sync_all_columns',
    meta={'kept_time': 'last_at'},
) }}

-- Who was signed in on which device: what tells whose an anonymous visitor is.
{% set kept_before = customer_segments.kept_before(
    'int_segments__visitor_days', 'last_at'
) %}

with events as (
    select * from {{ ref('stg_segments__events') }}
    where
        anonymous_id is not null
        and customer_id is not null
        and event_at < {{ customer_segments.credible_end() }}
    {% if kept_before is not none %}
        and event_at >= {{ kept_before }}
    {% endif %}
)

select
    anonymous_id,
    customer_id,
    cast({{ customer_segments.kept_recipe() }} as bigint) as recipe_number,
    cast(count(*) as bigint) as event_count,
    event_on,
    max(event_at) as last_at
from events
group by anonymous_id, customer_id, event_on
