{% set in_language = customer_segments.in_language %}
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

highlights as (
    select * from {{ ref('int_segments__segment_highlights') }}
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
),

shares as (
    select
        sizes.*,
        {{ customer_segments.ratio('sizes.customer_count', 'totals.customer_count') }}
            as customer_share,
        {{ customer_segments.ratio('sizes.revenue', 'totals.revenue') }}
            as revenue_share
    from sizes
    cross join totals
),

told as (
    select
        segment_id,
        {{ customer_segments.shares_in_words('customer_share', 'revenue_share') }}
            as shares_told
    from shares
)

select
    shares.segment_id,
    shares.segment_name,
    cast(
        coalesce(
            trim(meanings.{{ in_language('description') }})
            || {{ customer_segments.wording('blank') }},
            ''
        )
        || told.shares_told
        || coalesce(
            {{ customer_segments.wording('blank') }} || highlights.features_told, ''
        ) as {{ dbt.type_string() }}
    ) as description,
    cast(meanings.{{ in_language('action') }} as {{ dbt.type_string() }}) as action,
    cast(shares.customer_count as bigint) as customer_count,
    cast(shares.revenue as double) as lifetime_revenue,
    shares.customer_share,
    shares.revenue_share,
    shares.as_of
from shares
inner join told on shares.segment_id = told.segment_id
inner join segment_names on shares.segment_id = segment_names.segment_id
left join meanings on segment_names.name_key = meanings.name_key
left join highlights on shares.segment_id = highlights.segment_id
order by shares.segment_id
