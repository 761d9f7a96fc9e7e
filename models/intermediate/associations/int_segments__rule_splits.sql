{{ config(materialized='table') }}

with itemset_members as (
    select * from {{ ref('int_segments__itemset_members') }}
),

rule_splits as (
    {{ customer_segments.split_itemsets('itemset_members') }}
)

select
    items,
    antecedents,
    consequents,
    itemset_length,
    basket_count
from rule_splits
