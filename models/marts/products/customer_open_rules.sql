{% set most = customer_segments.segments_var('segments_open_rules_per_customer') %}

with open_rules as (
    select * from {{ ref('int_segments__open_rules') }}
    where open_rank <= {{ most }}
),

rules as (
    select * from {{ ref('int_segments__rules') }}
)

select
    open_rules.customer_id,
    cast(open_rules.open_rank as int) as open_rank,
    open_rules.consequent_id as item_id,
    rules.consequent_names as item_name,
    rules.rule_id,
    rules.antecedent_names,
    cast(rules.confidence as double) as confidence,
    cast(rules.lift as double) as lift,
    cast(rules.q_value as double) as q_value,
    'Bought ' || rules.antecedent_names || ': '
    || cast(cast(round(100 * rules.confidence) as int) as {{ dbt.type_string() }})
    || ' % of the baskets with '
    || case when rules.antecedent_length > 1 then 'them' else 'it' end || ' hold '
    || rules.consequent_names || ' too, '
    || cast(cast(rules.lift as decimal(18, 1)) as {{ dbt.type_string() }})
    || ' times the usual.' as reason
from open_rules
inner join rules on open_rules.rule_id = rules.rule_id
order by open_rules.customer_id, open_rules.open_rank
