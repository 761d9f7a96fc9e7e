-- The best rule to every item that a customer never bought, though he bought all of the
-- rule's left side, in whatever baskets.
with customer_items as (
    select * from {{ ref('int_segments__customer_items') }}
),

rule_items as (
    select * from {{ ref('int_segments__rule_items') }}
),

ready as (
    select
        customer_items.customer_id,
        rule_items.rule_id,
        rule_items.consequent_id,
        rule_items.confidence,
        rule_items.lift
    from customer_items
    inner join rule_items on customer_items.item_id = rule_items.item_id
    group by
        customer_items.customer_id,
        rule_items.rule_id,
        rule_items.consequent_id,
        rule_items.confidence,
        rule_items.lift,
        rule_items.antecedent_length
    having count(*) = rule_items.antecedent_length
),

ranked as (
    select
        ready.*,
        row_number() over (
            partition by ready.customer_id, ready.consequent_id
            order by ready.confidence desc, ready.lift desc, ready.rule_id asc
        ) as rule_rank
    from ready
    left join customer_items
        on
            ready.customer_id = customer_items.customer_id
            and ready.consequent_id = customer_items.item_id
    where customer_items.customer_id is null
)

select
    customer_id,
    consequent_id,
    rule_id,
    row_number() over (
        partition by customer_id
        order by confidence desc, lift desc, consequent_id asc
    ) as open_rank
from ranked
where rule_rank = 1
