-- One row per cutoff: the baskets before it, and how many of them make an itemset
-- frequent.
with baskets as (
    select * from {{ ref('int_segments__basket_cutoffs') }}
),

counted as (
    select
        cutoff_on,
        count(*) as basket_count
    from baskets
    group by cutoff_on
)

select
    cutoff_on,
    basket_count,
    {{ customer_segments.least_itemset_count('basket_count') }} as least_itemset_count
from counted
