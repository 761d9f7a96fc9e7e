-- One row per customer and cutoff: what the rules of two items, as they stood then, say
-- of his baskets.
with baskets as (
    select * from {{ ref('int_segments__basket_cutoffs') }}
),

sightings as (
    select * from {{ ref('int_segments__frequent_sightings') }}
),

pairs as (
    select * from {{ ref('int_segments__pair_cutoffs') }}
),

open_consequents as (
    select * from {{ ref('int_segments__open_consequents') }}
),

followed as (
    select
        sightings.customer_id,
        sightings.basket_key,
        pairs.cutoff_on,
        sum(case when pairs.is_rule then 1 else 0 end) as rule_left_count,
        sum(case when pairs.is_rule and others.item_key is not null then 1 else 0 end)
            as rule_followed_count,
        count(others.item_key) as own_pair_count,
        sum(case
            when others.item_key is not null
                then {{ customer_segments.as_exact('pairs.lift') }}
        end) as own_lift
    from sightings
    inner join pairs
        on
            sightings.item_key = pairs.item_key
            and sightings.seen_from <= pairs.cutoff_on
            and (
                sightings.seen_until is null
                or sightings.seen_until > pairs.cutoff_on
            )
    left join sightings as others
        on
            sightings.customer_id = others.customer_id
            and sightings.basket_key = others.basket_key
            and pairs.other_key = others.item_key
            and pairs.cutoff_on >= others.seen_from
    group by sightings.customer_id, sightings.basket_key, pairs.cutoff_on
),

measured as (
    select
        baskets.customer_id,
        baskets.cutoff_on,
        baskets.is_as_of,
        count(*) as basket_count,
        sum(case when followed.rule_followed_count > 0 then 1 else 0 end)
            as rule_basket_count,
        sum(followed.rule_left_count) as rule_left_count,
        sum(followed.rule_followed_count) as rule_followed_count,
        sum(followed.own_pair_count) as own_pair_count,
        sum(followed.own_lift) as own_lift
    from baskets
    left join followed
        on
            baskets.customer_id = followed.customer_id
            and baskets.basket_key = followed.basket_key
            and baskets.cutoff_on = followed.cutoff_on
    group by baskets.customer_id, baskets.cutoff_on, baskets.is_as_of
)

select
    measured.*,
    coalesce(open_consequents.open_consequent_count, 0) as open_consequent_count
from measured
left join open_consequents
    on
        measured.customer_id = open_consequents.customer_id
        and measured.cutoff_on = open_consequents.cutoff_on
