-- Every split of an itemset that is frequent in a segment: in the baskets with the left
-- side, how many hold the right side too, in the segment and in all.
with splits as (
    select * from {{ ref('int_segments__segment_rule_splits') }}
),

itemsets as (
    select * from {{ ref('int_segments__segment_itemsets') }}
),

totals as (
    select * from {{ ref('int_segments__segment_itemset_totals') }}
),

segment_baskets as (
    select * from {{ ref('int_segments__segment_baskets') }}
),

frequent_items as (
    select
        segment_id,
        count(*) as item_count
    from itemsets
    where itemset_length = 1
    group by segment_id
)

select
    splits.segment_id,
    splits.antecedents,
    splits.consequents,
    lefts.item_names as antecedent_names,
    rights.item_names as consequent_names,
    splits.itemset_length,
    splits.basket_count as both_count,
    lefts.basket_count as left_count,
    rights.basket_count as right_count,
    segment_baskets.basket_count as segment_count,
    all_boths.basket_count as overall_both_count,
    all_lefts.basket_count as overall_left_count,
    all_rights.basket_count as overall_right_count,
    count(*) over (partition by splits.itemset)
    * {{ customer_segments.binomial(
        'frequent_items.item_count', 'splits.itemset_length'
    ) }} as possible_rule_count
from splits
inner join itemsets as lefts
    on
        splits.segment_id = lefts.segment_id
        and splits.antecedents = lefts.items
inner join itemsets as rights
    on
        splits.segment_id = rights.segment_id
        and splits.consequents = rights.items
inner join totals as all_boths on splits.items = all_boths.items
inner join totals as all_lefts on splits.antecedents = all_lefts.items
inner join totals as all_rights on splits.consequents = all_rights.items
inner join segment_baskets on splits.segment_id = segment_baskets.segment_id
inner join frequent_items on splits.segment_id = frequent_items.segment_id
