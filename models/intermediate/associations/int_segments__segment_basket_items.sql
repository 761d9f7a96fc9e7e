-- What is mined segment by segment.
with basket_items as (
    select * from {{ ref('int_segments__basket_items') }}
),

assignments as (
    select * from {{ ref('int_segments__assignments') }}
),

segment_baskets as (
    select * from {{ ref('int_segments__segment_baskets') }}
)

select
    basket_items.basket_key,
    basket_items.item_id,
    assignments.segment_id as group_id,
    segment_baskets.least_itemset_count as least_count
from basket_items
inner join assignments on basket_items.customer_id = assignments.customer_id
inner join segment_baskets on assignments.segment_id = segment_baskets.segment_id
