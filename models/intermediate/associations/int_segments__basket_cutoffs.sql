-- Baskets with the cutoffs that see them and do not yet know them to be too large.
with baskets as (
    select * from {{ ref('int_segments__baskets') }}
),

cutoffs as (
    select * from {{ ref('int_segments__cutoffs') }}
)

select
    baskets.basket_key,
    baskets.customer_id,
    cutoffs.cutoff_on,
    cutoffs.is_as_of
from baskets
inner join cutoffs
    on
        baskets.ordered_on < cutoffs.cutoff_on
        and (
            baskets.too_large_on is null
            or baskets.too_large_on >= cutoffs.cutoff_on
        )
