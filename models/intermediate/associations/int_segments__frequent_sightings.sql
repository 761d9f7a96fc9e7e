{{ config(materialized='table') }}

-- Sightings of items that are frequent at one cutoff at least.
with sightings as (
    select * from {{ ref('int_segments__basket_sightings') }}
),

frequent_items as (
    select distinct item_key from {{ ref('int_segments__item_cutoffs') }}
)

select sightings.*
from sightings
inner join frequent_items on sightings.item_key = frequent_items.item_key
