with rules as (
    select * from {{ ref('int_segments__rules') }}
)

select
    cast(rule_id as {{ dbt.type_string() }}) as rule_id,
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
from rules
order by lift desc, basket_count desc, antecedents asc, consequents asc
