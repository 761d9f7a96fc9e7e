with base_identities as (
    select * from {{ ref('base_segments__identities') }}
)

select
    anonymous_id,
    customer_id,
    other_anonymous_id,
    cast(linked_at as date) as linked_on,
    linked_at
from base_identities
where rejection_reason is null
