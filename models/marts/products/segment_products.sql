{% set limit = customer_segments.segments_var %}

with metrics as (
    select * from {{ ref('int_segments__segment_item_metrics') }}
),

baskets as (
    select * from {{ ref('int_segments__baskets') }}
),

assignments as (
    select * from {{ ref('int_segments__assignments') }}
),

item_names as (
    select * from {{ ref('int_segments__item_names') }}
),

segment_names as (
    select * from {{ ref('int_segments__segment_names') }}
),

segment_baskets as (
    select
        assignments.segment_id,
        count(*) as basket_count
    from baskets
    inner join assignments on baskets.customer_id = assignments.customer_id
    group by assignments.segment_id
),

-- what luck could have done stands behind what it could not; of one segment, items with
-- equal quotients of these counts have equal lifts, and the quotients are equal exactly
ranked as (
    select
        *,
        row_number() over (
            partition by segment_id
            order by
                case
                    when q_value <= {{ limit('segments_rule_max_q_value') }} then 0
                    else 1
                end asc,
                {{ customer_segments.ratio('basket_count', 'consequent_count') }} desc,
                basket_count desc,
                item_id asc
        ) as product_rank
    from metrics
    -- purchases of one customer are no habit of his segment
    where lift > 1 and customer_count >= {{ limit('segments_pair_min_count') }}
)

select
    ranked.segment_id,
    cast(segment_names.segment_name as {{ dbt.type_string() }}) as segment_name,
    ranked.item_id,
    item_names.item_name,
    cast(ranked.product_rank as int) as product_rank,
    cast(ranked.customer_count as bigint) as customer_count,
    cast(ranked.basket_count as bigint) as basket_count,
    {{ customer_segments.ratio('ranked.basket_count', 'segment_baskets.basket_count') }}
        as support,
    cast(ranked.confidence as double) as purchase_share,
    cast(ranked.consequent_support as double) as overall_purchase_share,
    cast(100 * ranked.lift as double) as purchase_index,
    cast(ranked.p_value as double) as p_value,
    cast(ranked.q_value as double) as q_value
from ranked
inner join segment_baskets on ranked.segment_id = segment_baskets.segment_id
inner join segment_names on ranked.segment_id = segment_names.segment_id
inner join item_names on ranked.item_id = item_names.item_id
where ranked.product_rank <= {{ limit('segments_products_per_segment') }}
order by ranked.segment_id, ranked.product_rank
