-- One row per customer and training cutoff: what was known then, and what came after.
with features as (
    select * from {{ ref('int_segments__customer_features') }}
    where not is_as_of
),

outcomes as (
    select * from {{ ref('int_segments__customer_outcomes') }}
)

select
    features.*,
    coalesce(outcomes.future_revenue, 0e0) as future_revenue,
    coalesce(outcomes.future_order_count, 0) as future_order_count,
    -- a hash of its own: whom the sample takes in says nothing of who is held out
    {{ customer_segments.hash_share("'held out: ' || features.customer_id") }}
        as held_out_share
from features
left join outcomes
    on
        features.customer_id = outcomes.customer_id
        and features.cutoff_on = outcomes.cutoff_on
