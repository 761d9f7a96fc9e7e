{{ config(materialized='table') }}

with itemset_members as (
    select * from {{ ref('int_segments__segment_itemset_members') }}
),

rule_splits as (
    {{ customer_segments.split_itemsets('itemset_members') }}
)

select
    group_id as segment_id,
    itemset,
    items,
    antecedents,
    consequents,
    itemset_length,
    basket_count
from rule_splits
