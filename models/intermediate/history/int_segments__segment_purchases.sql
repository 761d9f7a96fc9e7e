-- What customers bought while they were in the segment. From the newest run on nothing
-- is seen, and before the first run no segment is known.
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

span as (
    select max(as_of) as ends_on from runs
)

select
    history.segment_id,
    count(distinct customer_days.customer_id) as active_customer_count,
    sum(customer_days.order_count) as order_count,
    sum(customer_days.net_amount) as revenue,
    cast({{ dbt.date_trunc('month', 'customer_days.ordered_on') }} as date) as month_on
from customer_days
inner join span on customer_days.ordered_on < span.ends_on
inner join kept as history
    on {{ customer_segments.segment_as_of(
        'customer_days.customer_id', 'customer_days.ordered_on'
    ) }}
group by
    history.segment_id,
    cast({{ dbt.date_trunc('month', 'customer_days.ordered_on') }} as date)
