with base_products as (
    select * from {{ ref('base_segments__products') }}
)

select
    product_id,
    product_name,
    category,
    tags,
    list_price
from base_products
where rejection_reason is null
