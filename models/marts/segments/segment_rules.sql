with conditions as (
    select * from {{ ref('int_segments__segment_conditions') }}
),

segment_names as (
    select * from {{ ref('int_segments__segment_names') }}
)

select
    ---------- strings
    conditions.segment_id,
    cast(segment_names.segment_name as {{ dbt.type_string() }}) as segment_name,
    cast(conditions.condition as {{ dbt.type_string() }}) as condition,

    ---------- numerics
    cast(conditions.condition_count as int) as condition_count,
    cast(conditions.rule_rank as int) as rule_rank,
    {{ customer_segments.ratio(
        'conditions.selected_count', 'conditions.customer_count'
    ) }} as coverage,
    -- neither selected by mistake nor left out by mistake
    {{ customer_segments.ratio(
        'conditions.customer_count - conditions.selected_count'
        ~ ' - conditions.member_count + 2 * conditions.hit_count',
        'conditions.customer_count'
    ) }} as fidelity,
    {{ customer_segments.ratio('conditions.hit_count', 'conditions.selected_count') }}
        as precision_share,
    {{ customer_segments.ratio('conditions.hit_count', 'conditions.member_count') }}
        as recall_share,
    {{ customer_segments.ratio('conditions.named_count', 'conditions.customer_count') }}
        as overall_fidelity
from conditions
inner join segment_names on conditions.segment_id = segment_names.segment_id
order by conditions.segment_id
