-- One row per customer: the features, the segment, and a share that the id alone
-- decides.
with assignments as (
    select * from {{ ref('int_segments__assignments') }}
),

customer_features as (
    select * from {{ ref('customer_features') }}
)

select
    assignments.segment_id,
    customer_features.*,
    {{ customer_segments.hash_share('customer_features.customer_id') }} as sample_share
from assignments
inner join customer_features on assignments.customer_id = customer_features.customer_id
