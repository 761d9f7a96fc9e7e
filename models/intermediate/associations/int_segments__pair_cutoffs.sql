{{ config(materialized='table') }}
{% set least = customer_segments.segments_var %}

-- Pairs of items that are frequent at a cutoff, in both directions, as they stood then.
with sightings as (
    select * from {{ ref('int_segments__frequent_sightings') }}
),

item_cutoffs as (
    select * from {{ ref('int_segments__item_cutoffs') }}
),

cutoff_totals as (
    select * from {{ ref('int_segments__cutoff_totals') }}
),

together as (
    select
        earlier.item_key,
        later.item_key as other_key,
        greatest(earlier.seen_from, later.seen_from) as seen_from,
        earlier.seen_until,
        count(*) as basket_count
    from sightings as earlier
    inner join sightings as later
        on
            earlier.basket_key = later.basket_key
            and earlier.customer_id = later.customer_id
            and earlier.item_key < later.item_key
    group by
        earlier.item_key,
        later.item_key,
        greatest(earlier.seen_from, later.seen_from),
        earlier.seen_until
),

pairs as (
    select
        together.item_key,
        together.other_key,
        cutoff_totals.cutoff_on,
        sum(together.basket_count) as basket_count
    from together
    inner join cutoff_totals
        on
            together.seen_from <= cutoff_totals.cutoff_on
            and (
                together.seen_until is null
                or together.seen_until > cutoff_totals.cutoff_on
            )
    group by
        together.item_key,
        together.other_key,
        cutoff_totals.cutoff_on,
        cutoff_totals.least_itemset_count
    having sum(together.basket_count) >= cutoff_totals.least_itemset_count
),

directed as (
    select * from pairs
    union all
    select
        other_key as item_key,
        item_key as other_key,
        cutoff_on,
        basket_count
    from pairs
),

measured as (
    select
        directed.*,
        {{ customer_segments.ratio('directed.basket_count', 'items.basket_count') }}
            as confidence,
        {{ customer_segments.ratio('others.basket_count', 'totals.basket_count') }}
            as expected_confidence
    from directed
    inner join item_cutoffs as items
        on
            directed.item_key = items.item_key
            and directed.cutoff_on = items.cutoff_on
    inner join item_cutoffs as others
        on
            directed.other_key = others.item_key
            and directed.cutoff_on = others.cutoff_on
    inner join cutoff_totals as totals on directed.cutoff_on = totals.cutoff_on
)

select
    item_key,
    other_key,
    cutoff_on,
    confidence / expected_confidence as lift,
    basket_count >= {{ least('segments_rule_min_count') }}
    and confidence >= {{ least('segments_rule_min_confidence') }}
    and confidence / expected_confidence >= {{ least('segments_rule_min_lift') }}
        as is_rule
from measured
