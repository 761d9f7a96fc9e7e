{% set least = customer_segments.segments_var %}

with rule_metrics as (
    select * from {{ ref('int_segments__rule_metrics') }}
),

ranked as (
    select
        *,
        -- the largest rank among equals
        count(*) over (
            partition by antecedent_length + consequent_length
            order by p_value asc
            range between unbounded preceding and current row
        ) as p_rank
    from rule_metrics
),

-- Benjamini and Hochberg 1995, over all rules of a length that frequent items could
-- make: those that are not frequent have a p value of 1
corrected as (
    select
        *,
        least(
            1,
            min(p_value * possible_rule_count / p_rank) over (
                partition by antecedent_length + consequent_length
                order by p_value desc
                range between unbounded preceding and current row
            )
        ) as q_value
    from ranked
)

select
    {{ dbt.hash("antecedents || consequents") }} as rule_id,
    antecedents,
    consequents,
    antecedent_names,
    consequent_names,
    cast(antecedent_length as int) as antecedent_length,
    cast(consequent_length as int) as consequent_length,
    cast(basket_count as bigint) as basket_count,
    cast(antecedent_count as bigint) as antecedent_count,
    cast(consequent_count as bigint) as consequent_count,
    {%- for measure in [
        'support', 'antecedent_support', 'consequent_support', 'confidence', 'lift',
        'leverage', 'conviction', 'zhangs_metric', 'cosine', 'kulczynski',
        'imbalance_ratio', 'jaccard', 'p_value',
    ] %}
    cast({{ measure }} as double) as {{ measure }},
    {%- endfor %}
    cast(q_value as double) as q_value
from corrected
where
    basket_count >= {{ least('segments_rule_min_count') }}
    and confidence >= {{ least('segments_rule_min_confidence') }}
    and lift >= {{ least('segments_rule_min_lift') }}
order by lift desc, basket_count desc, antecedents asc, consequents asc
