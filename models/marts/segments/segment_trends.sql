-- Whether a segment grows or shrinks is a sign test: those who came against those who
-- went, without those whom another version of the network moved.
with segment_months as (
    select * from {{ ref('int_segments__segment_months') }}
),

purchases as (
    select * from {{ ref('int_segments__segment_purchases') }}
),

counted as (
    select
        segment_months.*,
        coalesce(purchases.active_customer_count, 0) as active_customer_count,
        coalesce(purchases.order_count, 0) as order_count,
        coalesce(purchases.revenue, 0) as revenue,
        sum(
            segment_months.begun_count + segment_months.joined_count
            - segment_months.left_count
        ) over (
            partition by segment_months.segment_id
            order by segment_months.month_on
            rows between unbounded preceding and current row
        ) as customer_count,
        (
            abs(segment_months.own_joined_count - segment_months.own_left_count) - 1
        )
        / sqrt(
            greatest(segment_months.own_joined_count + segment_months.own_left_count, 1)
        ) as z
    from segment_months
    left join purchases
        on
            segment_months.segment_id = purchases.segment_id
            and segment_months.month_on = purchases.month_on
),

compared as (
    select
        *,
        customer_count - joined_count + left_count as opening_customer_count,
        least(2e0 * {{ customer_segments.normal_tail('z') }}, 1e0) as p_value,
        lag(customer_count) over by_segment as former_customer_count,
        case
            when is_complete and lag(is_complete) over by_segment
                then lag(revenue) over by_segment
        end as former_revenue
    from counted
    window by_segment as (partition by segment_id order by month_on)
),

-- so many tests are made of a month
tested as (
    select
        *,
        sum(case when opening_customer_count + joined_count > 0 then 1 else 0 end)
            over (partition by month_on) as segment_count
    from compared
)

select
    segment_id,
    cast(segment_name as {{ dbt.type_string() }}) as segment_name,
    case
        when p_value * segment_count * 12 > 0.05e0 then 'steady'
        when own_joined_count > own_left_count then 'emerging'
        else 'shrinking'
    end as trend,
    cast(opening_customer_count as bigint) as opening_customer_count,
    cast(joined_count as bigint) as joined_count,
    cast(left_count as bigint) as left_count,
    cast(customer_count as bigint) as customer_count,
    cast(active_customer_count as bigint) as active_customer_count,
    cast(order_count as bigint) as order_count,
    cast(revenue as double) as revenue,
    {{ customer_segments.ratio(
        'customer_count - former_customer_count', 'former_customer_count'
    ) }} as customer_growth,
    {{ customer_segments.ratio('revenue - former_revenue', 'former_revenue') }}
        as revenue_growth,
    cast(p_value as double) as p_value,
    is_complete,
    month_on
from tested
order by month_on, segment_id
