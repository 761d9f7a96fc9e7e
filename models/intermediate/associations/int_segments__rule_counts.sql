-- Every split of a frequent itemset, with the baskets of its sides, and how many splits
-- of that length frequent items could make: as many were looked at.
with rule_splits as (
    select * from {{ ref('int_segments__rule_splits') }}
),

itemsets as (
    select * from {{ ref('int_segments__itemsets') }}
),

basket_totals as (
    select * from {{ ref('int_segments__basket_totals') }}
),

frequent_items as (
    select count(*) as item_count
    from itemsets
    where itemset_length = 1
)

select
    rule_splits.antecedents,
    rule_splits.consequents,
    lefts.item_names as antecedent_names,
    rights.item_names as consequent_names,
    lefts.itemset_length as antecedent_length,
    rights.itemset_length as consequent_length,
    rule_splits.basket_count,
    lefts.basket_count as antecedent_count,
    rights.basket_count as consequent_count,
    basket_totals.basket_count as all_count,
    count(*) over (partition by rule_splits.items)
    * {{ customer_segments.binomial(
        'frequent_items.item_count', 'rule_splits.itemset_length'
    ) }} as possible_rule_count
from rule_splits
inner join itemsets as lefts on rule_splits.antecedents = lefts.items
inner join itemsets as rights on rule_splits.consequents = rights.items
cross join basket_totals
cross join frequent_items
