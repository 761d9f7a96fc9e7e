with customer_segments as (
    select * from {{ ref('customer_segments') }}
),

customer_features as (
    select * from {{ ref('customer_features') }}
),

segment_names as (
    select * from {{ ref('int_segments__segment_names') }}
),

meanings as (
    select * from {{ ref('segment_names') }}
),

sizes as (
    select
        customer_segments.segment_id,
        customer_segments.segment_name,
        customer_segments.as_of,
        count(*) as customer_count,
        sum(cast(customer_features.lifetime_revenue as decimal(38, 4))) as revenue
    from customer_segments
    inner join customer_features
        on customer_segments.customer_id = customer_features.customer_id
    group by
        customer_segments.segment_id,
        customer_segments.segment_name,
        customer_segments.as_of
),

totals as (
    select
        sum(customer_count) as customer_count,
        sum(revenue) as revenue
    from sizes
)

select
    sizes.segment_id,
    sizes.segment_name,
    cast(meanings.description as {{ dbt.type_string() }}) as description,
    cast(meanings.action as {{ dbt.type_string() }}) as action,
    cast(sizes.customer_count as bigint) as customer_count,
    cast(sizes.revenue as double) as lifetime_revenue,
    {{ customer_segments.ratio('sizes.customer_count', 'totals.customer_count') }}
        as customer_share,
    {{ customer_segments.ratio('sizes.revenue', 'totals.revenue') }} as revenue_share,
    sizes.as_of
from sizes
inner join segment_names on sizes.segment_id = segment_names.segment_id
left join meanings on segment_names.base_name = meanings.segment_name
cross join totals
order by sizes.segment_id
