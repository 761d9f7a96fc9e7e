{{ config(materialized='table') }}

-- Items that are frequent at a cutoff, with the baskets before it that hold them.
with sightings as (
    select
        item_key,
        seen_from,
        seen_until,
        count(*) as basket_count
    from {{ ref('int_segments__basket_sightings') }}
    group by item_key, seen_from, seen_until
),

cutoff_totals as (
    select * from {{ ref('int_segments__cutoff_totals') }}
)

select
    sightings.item_key,
    cutoff_totals.cutoff_on,
    sum(sightings.basket_count) as basket_count
from sightings
inner join cutoff_totals
    on
        sightings.seen_from <= cutoff_totals.cutoff_on
        and (
            sightings.seen_until is null
            or sightings.seen_until > cutoff_totals.cutoff_on
        )
group by
    sightings.item_key,
    cutoff_totals.cutoff_on,
    cutoff_totals.least_itemset_count
having sum(sightings.basket_count) >= cutoff_totals.least_itemset_count
