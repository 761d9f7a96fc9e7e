-- One row per rule that customers can be told of and item of its left side: what goes
-- with it is one item, and luck would not do it.
{% set largest_q = customer_segments.segments_var('segments_rule_max_q_value') %}

with rules as (
    select * from {{ ref('int_segments__rules') }}
),

itemsets as (
    select * from {{ ref('int_segments__itemsets') }}
),

itemset_members as (
    select * from {{ ref('int_segments__itemset_members') }}
)

select
    rules.rule_id,
    rules.antecedent_length,
    rules.confidence,
    rules.lift,
    left_items.item_id,
    right_items.item_id as consequent_id
from rules
inner join itemsets as lefts on rules.antecedents = lefts.items
inner join itemset_members as left_items on lefts.itemset = left_items.itemset
inner join itemsets as rights on rules.consequents = rights.items
inner join itemset_members as right_items on rights.itemset = right_items.itemset
where
    rules.consequent_length = 1
    and rules.q_value <= {{ largest_q }}
