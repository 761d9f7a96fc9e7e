-- The frequent pairs of a basket, in both directions, as a cutoff knows them.
with sightings as (
    select * from {{ ref('int_segments__frequent_sightings') }}
),

pairs as (
    select * from {{ ref('int_segments__pair_cutoffs') }}
)

select
    lefts.customer_id,
    lefts.basket_key,
    pairs.cutoff_on,
    sum(case when pairs.is_rule then 1 else 0 end) as rule_followed_count,
    count(*) as own_pair_count,
    sum({{ customer_segments.as_exact('pairs.lift') }}) as own_lift
from sightings as lefts
inner join sightings as rights
    on
        lefts.customer_id = rights.customer_id
        and lefts.basket_key = rights.basket_key
        and lefts.item_key <> rights.item_key
inner join pairs
    on
        lefts.item_key = pairs.item_key
        and rights.item_key = pairs.other_key
        and greatest(lefts.seen_from, rights.seen_from) <= pairs.cutoff_on
        and (lefts.seen_until is null or lefts.seen_until > pairs.cutoff_on)
group by lefts.customer_id, lefts.basket_key, pairs.cutoff_on
