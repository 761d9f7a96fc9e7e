-- One row per customer and cutoff: all that his features are made of.
{% set has_baskets = customer_segments.segments_var('segments_association_features') %}
{% set counts = [
    'basket_count', 'rule_basket_count', 'rule_left_count', 'rule_followed_count',
    'own_pair_count', 'own_lift', 'open_consequent_count',
] %}

{% set has_events = customer_segments.segments_input('events') is not none %}
{% set visit_columns = customer_segments.visit_measures() | list
    + ['visit_count_30d', 'visit_count_90d', 'visit_recency_days', 'visit_span_days'] %}

with activity as (
    select * from {{ ref('int_segments__customer_activity') }}
),

{% if has_baskets %}
basket_features as (
    select * from {{ ref('int_segments__basket_features') }}
),
{% endif %}

{% if has_events %}
visit_features as (
    select * from {{ ref('int_segments__visit_features') }}
),

sessions as (
    select * from {{ ref('sessions') }}
),

-- a shop that had no eyes yet saw nobody
tracking as (
    select min(started_on) as began_on from sessions
),
{% endif %}

customers as (
    select * from {{ ref('stg_segments__customers') }}
)

select
    activity.*,
    {%- for count in counts %}
    {{ 'basket_features.' ~ count if has_baskets else 'cast(null as int)' }}
        as {{ count }},
    {%- endfor %}
    {%- for column in visit_columns %}
    {%- if has_events %}
    case
        when {{ customer_segments.days_after('tracking.began_on', 30) }}
            <= activity.cutoff_on
            then visit_features.{{ column }}
    end as {{ column }},
    {%- else %}
    cast(null as double) as {{ column }},
    {%- endif %}
    {%- endfor %}
    cast(customers.signed_up_at as date) as signed_up_on
from activity
left join customers on activity.customer_id = customers.customer_id
{% if has_baskets %}
left join basket_features
    on
        activity.customer_id = basket_features.customer_id
        and activity.cutoff_on = basket_features.cutoff_on
{% endif %}
{% if has_events %}
left join visit_features
    on
        activity.customer_id = visit_features.customer_id
        and activity.cutoff_on = visit_features.cutoff_on
cross join tracking
{% endif %}
