-- What is mined segment by segment.
with basket_items as (
    select * from {{ ref('int_segments__basket_items') }}
),

scores as (
    select * from {{ ref('int_segments__scores') }}
),

segment_baskets as (
    select * from {{ ref('int_segments__segment_baskets') }}
)

select
    basket_items.basket_key,
    basket_items.item_id,
    scores.segment_id as group_id,
    segment_baskets.least_itemset_count as least_count
from basket_items
inner join scores on basket_items.customer_id = scores.customer_id
inner join segment_baskets on scores.segment_id = segment_baskets.segment_id
