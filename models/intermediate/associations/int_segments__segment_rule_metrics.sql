-- Of the baskets with a rule's left side, does it tell of the right side whether they
-- are the segment's?
{% set ratio = customer_segments.ratio %}
{% set is_stronger = 'segment_confidence >= overall_confidence' %}

with counts as (
    select * from {{ ref('int_segments__segment_rule_counts') }}
),

basket_totals as (
    select * from {{ ref('int_segments__basket_totals') }}
),

shares as (
    select
        counts.*,
        {{ ratio('both_count', 'left_count') }} as segment_confidence,
        {{ ratio('overall_both_count', 'overall_left_count') }} as overall_confidence,
        {{ ratio('right_count', 'segment_count') }} as segment_share,
        {{ ratio('overall_right_count', 'basket_totals.basket_count') }}
            as overall_share
    from counts
    cross join basket_totals
),

-- a weaker rule is a stronger one for the absence of the right side
tests as (
    select
        *,
        left_count as antecedent_count,
        overall_left_count as all_count,
        case when {{ is_stronger }} then both_count else left_count - both_count end
            as basket_count,
        case
            when {{ is_stronger }} then overall_both_count
            else overall_left_count - overall_both_count
        end as consequent_count
    from shares
),

one_sided as (
    {{ customer_segments.rule_measures('tests') }}
)

select
    segment_id,
    antecedents,
    consequents,
    antecedent_names,
    consequent_names,
    itemset_length,
    both_count,
    left_count,
    segment_count,
    segment_confidence,
    overall_confidence,
    segment_confidence / segment_share as segment_lift,
    overall_confidence / overall_share as overall_lift,
    possible_rule_count,
    least(1e0, 2 * p_value) as p_value
from one_sided
