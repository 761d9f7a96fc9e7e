-- Days with the first cutoff that sees them.
with customer_days as (
    select distinct ordered_on from {{ ref('int_segments__customer_days') }}
),

cutoffs as (
    select * from {{ ref('int_segments__cutoffs') }}
)

select
    customer_days.ordered_on,
    min(cutoffs.cutoff_on) as cutoff_on
from customer_days
inner join cutoffs on customer_days.ordered_on < cutoffs.cutoff_on
group by customer_days.ordered_on
