-- One row per customer and training cutoff: what he did in the horizon after it.
{% set horizon = customer_segments.segments_var('segments_horizon_days') %}

with customer_days as (
    select * from {{ ref('int_segments__customer_days') }}
),

cutoffs as (
    select * from {{ ref('int_segments__cutoffs') }}
)

select
    customer_days.customer_id,
    cast(sum(customer_days.net_amount) as double) as future_revenue,
    cast(sum(customer_days.order_count) as bigint) as future_order_count,
    cutoffs.cutoff_on
from customer_days
inner join cutoffs
    on
        customer_days.ordered_on >= cutoffs.cutoff_on
        and customer_days.ordered_on < {{ customer_segments.days_after(
            'cutoffs.cutoff_on', horizon
        ) }}
where not cutoffs.is_as_of and customer_days.is_purchase_day
group by customer_days.customer_id, cutoffs.cutoff_on
