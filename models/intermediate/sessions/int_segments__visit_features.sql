-- One row per customer and cutoff: sums over his visits as they stood at the cutoff.
{% set measures = customer_segments.visit_measures() %}

with visit_days as (
    select * from {{ ref('int_segments__visit_days') }}
),

visitor_cutoffs as (
    select * from {{ ref('int_segments__visitor_cutoffs') }}
),

cutoffs as (
    select * from {{ ref('int_segments__cutoffs') }}
),

seen as (
    select
        visit_days.*,
        coalesce(visit_days.signed_in_customer_id, visitor_cutoffs.customer_id)
            as customer_id,
        cutoffs.is_as_of,
        cutoffs.cutoff_on,
        {{ customer_segments.days_between(
            'visit_days.visit_on', 'cutoffs.cutoff_on'
        ) }} as days_ago
    from visit_days
    inner join cutoffs
        on
            visit_days.visit_on < cutoffs.cutoff_on
            and coalesce(visit_days.superseded_on, cutoffs.cutoff_on)
            >= cutoffs.cutoff_on
    left join visitor_cutoffs
        on
            visit_days.anonymous_id = visitor_cutoffs.anonymous_id
            and cutoffs.cutoff_on = visitor_cutoffs.cutoff_on
            and visit_days.signed_in_customer_id is null
)

select
    customer_id,
    {%- for measure in measures %}
    cast(sum({{ measure }}) as double) as {{ measure }},
    {%- endfor %}
    {%- for days in [30, 90] %}
    cast(sum(case when days_ago <= {{ days }} then visit_count else 0 end) as double)
        as visit_count_{{ days }}d,
    {%- endfor %}
    min(days_ago) - 1 as visit_recency_days,
    max(days_ago) - min(days_ago) as visit_span_days,
    is_as_of,
    cutoff_on
from seen
where customer_id is not null
group by customer_id, is_as_of, cutoff_on
