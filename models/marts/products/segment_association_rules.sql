{% set least = customer_segments.segments_var %}

with metrics as (
    select * from {{ ref('int_segments__segment_rule_metrics') }}
),

segment_names as (
    select * from {{ ref('int_segments__segment_names') }}
),

corrected as (
    {{ customer_segments.q_values(
        'metrics', possible='possible_rule_count', family='segment_id, itemset_length'
    ) }}
)

select
    corrected.segment_id,
    cast(segment_names.segment_name as {{ dbt.type_string() }}) as segment_name,
    {{ dbt.hash("corrected.antecedents || corrected.consequents") }} as rule_id,
    corrected.antecedents,
    corrected.consequents,
    corrected.antecedent_names,
    corrected.consequent_names,
    cast(corrected.both_count as bigint) as basket_count,
    cast(corrected.left_count as bigint) as antecedent_count,
    {{ customer_segments.ratio('corrected.both_count', 'corrected.segment_count') }}
        as support,
    cast(corrected.segment_confidence as double) as confidence,
    cast(corrected.overall_confidence as double) as overall_confidence,
    cast(corrected.segment_confidence - corrected.overall_confidence as double)
        as confidence_difference,
    cast(corrected.segment_lift as double) as lift,
    cast(corrected.overall_lift as double) as overall_lift,
    cast(corrected.p_value as double) as p_value,
    cast(corrected.q_value as double) as q_value
from corrected
inner join segment_names on corrected.segment_id = segment_names.segment_id
where
    corrected.q_value <= {{ least('segments_rule_max_q_value') }}
    and corrected.segment_confidence >= {{ least('segments_rule_min_confidence') }}
    and corrected.segment_lift >= {{ least('segments_rule_min_lift') }}
order by corrected.segment_id asc, confidence_difference desc, rule_id asc
