-- What an item is called: a product by its name, or else its id; a category as it is.
with items as (
    select distinct item_id from {{ ref('int_segments__order_items') }}
),

products as (
    select * from {{ ref('stg_segments__products') }}
)

select
    items.item_id,
    coalesce(products.product_name, items.item_id) as item_name
from items
left join products
    on
        items.item_id = products.product_id
        and '{{ customer_segments.segments_var('segments_basket_item') }}' = 'product'
