{{ config(materialized='table') }}
{% set least = customer_segments.segments_var %}

with rule_metrics as (
    select * from {{ ref('int_segments__rule_metrics') }}
),

-- over all rules of a length that frequent items could make
corrected as (
    {{ customer_segments.q_values(
        'rule_metrics',
        possible='possible_rule_count',
        family='antecedent_length + consequent_length'
    ) }}
)

select
    *,
    {{ dbt.hash("antecedents || consequents") }} as rule_id
from corrected
where
    basket_count >= {{ least('segments_rule_min_count') }}
    and confidence >= {{ least('segments_rule_min_confidence') }}
    and lift >= {{ least('segments_rule_min_lift') }}
