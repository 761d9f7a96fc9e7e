{{ config(materialized='table') }}

-- Items that lie in enough baskets together, each pair in both directions.
{% set least = customer_segments.segments_var('segments_pair_min_count') %}

with basket_items as (
    select * from {{ ref('int_segments__basket_items') }}
),

basket_totals as (
    select * from {{ ref('int_segments__basket_totals') }}
),

items as (
    select
        item_id,
        row_number() over (order by item_id) as item,
        count(*) as basket_count
    from basket_items
    group by item_id
    having count(*) >= {{ least }}
),

occurrences as (
    select
        basket_items.basket_key,
        items.item
    from basket_items
    inner join items on basket_items.item_id = items.item_id
),

pairs as (
    select
        earlier.item,
        later.item as other_item,
        count(*) as basket_count
    from occurrences as earlier
    inner join occurrences as later
        on
            earlier.basket_key = later.basket_key
            and earlier.item < later.item
    group by earlier.item, later.item
    having count(*) >= {{ least }}
),

directed as (
    select
        item,
        other_item,
        basket_count
    from pairs
    union all
    select
        other_item as item,
        item as other_item,
        basket_count
    from pairs
)

select
    items.item_id,
    others.item_id as other_item_id,
    directed.basket_count,
    items.basket_count as antecedent_count,
    others.basket_count as consequent_count,
    basket_totals.basket_count as all_count
from directed
inner join items on directed.item = items.item
inner join items as others on directed.other_item = others.item
cross join basket_totals
