{{ config(materialized='table') }}

-- Who begins or ends with a run moves from or to nothing. That the history begins is
-- no move: customers of the first run are marked.
with kept as (
    select * from {{ ref('int_segments__segment_intervals') }}
    where customer_id is not null
),

runs as (
    select * from {{ ref('int_segments__segment_runs') }}
),

customer_days as (
    select * from {{ ref('int_segments__customer_days') }}
    where is_purchase_day
),

neighbours as (
    select
        *,
        lag(segment_id) over by_customer as former_segment_id,
        lag(valid_to) over by_customer as former_valid_to,
        lead(valid_from) over by_customer as next_valid_from
    from kept
    window by_customer as (partition by customer_id order by valid_from)
),

moves as (
    select
        customer_id,
        case when former_valid_to = valid_from then former_segment_id end
            as from_segment_id,
        segment_id as to_segment_id,
        valid_from as moved_on
    from neighbours
    union all
    select
        customer_id,
        segment_id as from_segment_id,
        cast(null as {{ dbt.type_string() }}) as to_segment_id,
        valid_to as moved_on
    from neighbours
    where valid_to is not null and coalesce(next_valid_from <> valid_to, true)
),

marked as (
    select
        moves.*,
        runs.is_first,
        runs.is_new_version
    from moves
    inner join runs on moves.moved_on = runs.as_of
),

paid as (
    select
        marked.customer_id,
        marked.moved_on,
        sum(customer_days.net_amount) as lifetime_revenue,
        sum(
            case
                when
                    customer_days.ordered_on
                    >= {{ customer_segments.days_after('marked.moved_on', -90) }}
                    then customer_days.net_amount
                else 0
            end
        ) as revenue_90d
    from marked
    inner join customer_days
        on
            marked.customer_id = customer_days.customer_id
            and marked.moved_on > customer_days.ordered_on
    where not marked.is_first
    group by marked.customer_id, marked.moved_on
)

select
    marked.customer_id,
    marked.from_segment_id,
    marked.to_segment_id,
    cast(coalesce(paid.lifetime_revenue, 0) as decimal(38, 4)) as lifetime_revenue,
    cast(coalesce(paid.revenue_90d, 0) as decimal(38, 4)) as revenue_90d,
    marked.is_first,
    marked.is_new_version,
    cast({{ dbt.date_trunc('month', 'marked.moved_on') }} as date) as month_on,
    marked.moved_on
from marked
left join paid
    on marked.customer_id = paid.customer_id and marked.moved_on = paid.moved_on
