-- Visits by day, in columns that add up: a visit counts on its first day, and what a
-- later day changes in it counts on that day.
{% set measures = customer_segments.visit_measures() %}
{% set counted = 'true'
    if customer_segments.segments_var('segments_suspect_sessions_in_features')
    else 'not is_suspect' %}

with sessions as (
    select * from {{ ref('sessions') }}
),

midnight_visits as (
    select * from {{ ref('int_segments__midnight_visits') }}
),

states as (
    select
        session_id,
        anonymous_id,
        signed_in_customer_id,
        {%- for measure, expression in measures.items() %}
        case when {{ counted }} then {{ expression }} else 0 end as {{ measure }},
        {%- endfor %}
        visit_on
    from midnight_visits
)

select
    visitor_id as anonymous_id,
    signed_in_customer_id,
    {%- for measure, expression in measures.items() %}
    {{ expression }} as {{ measure }},
    {%- endfor %}
    started_on as visit_on
from sessions
where {{ counted }} and started_on = cast(ended_at as date)
union all
select
    anonymous_id,
    signed_in_customer_id,
    {%- for measure in measures %}
    {{ measure }} - coalesce(
        lag({{ measure }}) over (partition by session_id order by visit_on), 0
    ) as {{ measure }},
    {%- endfor %}
    visit_on
from states
