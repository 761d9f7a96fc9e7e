-- What the rules of two items, as they stood at a cutoff, say of a customer's baskets.
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

-- per item, so that no basket meets the rules that it cannot follow
rule_counts as (
    select
        item_key,
        cutoff_on,
        sum(case when is_rule then 1 else 0 end) as rule_count
    from pairs
    group by item_key, cutoff_on
),

lefts as (
    select
        sightings.customer_id,
        sightings.basket_key,
        rule_counts.cutoff_on,
        sum(rule_counts.rule_count) as rule_left_count
    from sightings
    inner join rule_counts
        on
            sightings.item_key = rule_counts.item_key
            and sightings.seen_from <= rule_counts.cutoff_on
            and (
                sightings.seen_until is null
                or sightings.seen_until > rule_counts.cutoff_on
            )
    group by sightings.customer_id, sightings.basket_key, rule_counts.cutoff_on
),

followed as (
    select * from {{ ref('int_segments__basket_pairs') }}
),

measured as (
    select
        baskets.customer_id,
        baskets.cutoff_on,
        baskets.is_as_of,
        count(*) as basket_count,
        sum(case when followed.rule_followed_count > 0 then 1 else 0 end)
            as rule_basket_count,
        sum(lefts.rule_left_count) as rule_left_count,
        sum(coalesce(followed.rule_followed_count, 0)) as rule_followed_count,
        sum(followed.own_pair_count) as own_pair_count,
        sum(followed.own_lift) as own_lift
    from baskets
    left join lefts
        on
            baskets.customer_id = lefts.customer_id
            and baskets.basket_key = lefts.basket_key
            and baskets.cutoff_on = lefts.cutoff_on
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
