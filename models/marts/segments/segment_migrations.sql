-- Customers who made a move several times in a month count once, with what they had
-- paid before the last time.
with moves as (
    select * from {{ ref('int_segments__segment_moves') }}
    where not is_first
),

history as (
    select * from {{ ref('customer_segment_history') }}
),

segments as (
    select
        segment_id,
        max(segment_name) as segment_name
    from history
    group by segment_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id, from_segment_id, to_segment_id, month_on
            order by moved_on desc
        ) as place
    from moves
)

select
    coalesce(ranked.from_segment_id, 'none') as from_segment_id,
    coalesce(origins.segment_name, 'No segment') as from_segment_name,
    coalesce(ranked.to_segment_id, 'none') as to_segment_id,
    coalesce(destinations.segment_name, 'No segment') as to_segment_name,
    cast(sum(case when ranked.place = 1 then 1 else 0 end) as bigint) as customer_count,
    cast(
        sum(case when ranked.place = 1 and ranked.is_new_version then 1 else 0 end)
        as bigint
    ) as new_version_customer_count,
    cast(count(*) as bigint) as move_count,
    cast(
        sum(case when ranked.place = 1 then ranked.revenue_90d else 0 end) as double
    ) as revenue_90d,
    cast(
        sum(case when ranked.place = 1 then ranked.lifetime_revenue else 0 end)
        as double
    ) as lifetime_revenue,
    ranked.month_on
from ranked
left join segments as origins on ranked.from_segment_id = origins.segment_id
left join segments as destinations on ranked.to_segment_id = destinations.segment_id
group by
    ranked.from_segment_id,
    origins.segment_name,
    ranked.to_segment_id,
    destinations.segment_name,
    ranked.month_on
order by ranked.month_on, from_segment_id, to_segment_id
