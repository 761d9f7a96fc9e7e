{% set most = customer_segments.segments_var('segments_pairs_per_item') %}

with item_pairs as (
    select * from {{ ref('int_segments__item_pairs') }}
),

item_names as (
    select * from {{ ref('int_segments__item_names') }}
),

measured as (
    {{ customer_segments.rule_measures('item_pairs') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by item_id
            order by cosine desc, basket_count desc, other_item_id asc
        ) as association_rank
    from measured
)

select
    ranked.item_id,
    item_names.item_name,
    ranked.other_item_id,
    other_names.item_name as other_item_name,
    cast(ranked.association_rank as int) as association_rank,
    cast(ranked.basket_count as bigint) as basket_count,
    cast(ranked.support as double) as support,
    cast(ranked.confidence as double) as confidence,
    cast(ranked.lift as double) as lift,
    cast(ranked.leverage as double) as leverage,
    cast(ranked.cosine as double) as cosine,
    cast(ranked.jaccard as double) as jaccard,
    cast(ranked.p_value as double) as p_value
from ranked
inner join item_names on ranked.item_id = item_names.item_id
inner join item_names as other_names on ranked.other_item_id = other_names.item_id
where ranked.association_rank <= {{ most }}
order by ranked.item_id, ranked.association_rank
