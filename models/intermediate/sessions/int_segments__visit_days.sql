-- Visits that count, as they stood at the end of each of their days. A cutoff sees the
-- last state before it, so that what adds up is never taken back.
{% set measures = customer_segments.visit_measures() %}

with sessions as (
    select * from {{ ref('sessions') }}
),

midnight_visits as (
    select * from {{ ref('int_segments__midnight_visits') }}
),

states as (
    select
        visitor_id as anonymous_id,
        signed_in_customer_id,
        is_suspect,
        {%- for measure, expression in measures.items() %}
        {{ expression }} as {{ measure }},
        {%- endfor %}
        started_on as visit_on,
        cast(null as date) as superseded_on
    from sessions
    where started_on = cast(ended_at as date)
    union all
    select
        anonymous_id,
        signed_in_customer_id,
        is_suspect,
        {%- for measure, expression in measures.items() %}
        {{ expression }} as {{ measure }},
        {%- endfor %}
        visit_on,
        lead(visit_on) over (partition by session_id order by visit_on)
            as superseded_on
    from midnight_visits
)

select
    anonymous_id,
    signed_in_customer_id,
    {%- for measure in measures %}
    {{ measure }},
    {%- endfor %}
    visit_on,
    superseded_on
from states
{% if not customer_segments.segments_var('segments_suspect_sessions_in_features') -%}
where not is_suspect
{% endif %}
