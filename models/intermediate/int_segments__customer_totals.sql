-- One row per customer and cutoff: all that his features are made of.
{% set has_baskets = customer_segments.segments_var('segments_association_features') %}
{% set counts = [
    'basket_count', 'rule_basket_count', 'rule_left_count', 'rule_followed_count',
    'own_pair_count', 'own_lift', 'open_consequent_count',
] %}

with activity as (
    select * from {{ ref('int_segments__customer_activity') }}
),

{% if has_baskets %}
basket_features as (
    select * from {{ ref('int_segments__basket_features') }}
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
    cast(customers.signed_up_at as date) as signed_up_on
from activity
left join customers on activity.customer_id = customers.customer_id
{% if has_baskets %}
left join basket_features
    on
        activity.customer_id = basket_features.customer_id
        and activity.cutoff_on = basket_features.cutoff_on
{% endif %}
