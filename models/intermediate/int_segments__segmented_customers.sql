-- One row per customer: the features, the segment, and a share that the id alone
-- decides.
with scores as (
    select * from {{ ref('int_segments__scores') }}
),

customer_features as (
    select * from {{ ref('customer_features') }}
)

select
    scores.segment_id,
    customer_features.*,
    {{ customer_segments.hash_share('customer_features.customer_id') }} as sample_share
from scores
inner join customer_features on scores.customer_id = customer_features.customer_id
