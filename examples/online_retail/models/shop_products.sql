with online_retail as (
    select * from {{ source('shop', 'online_retail') }}
),

described as (
    select
        StockCode as product_id,
        nullif(trim(Description), '') as product_name
    from online_retail
),

-- some lines bear a clerk's note, such as "damaged", instead of the name
counted as (
    select
        product_id,
        product_name,
        count(*) as line_count
    from described
    where product_name is not null
    group by product_id, product_name
),

ranked as (
    select
        product_id,
        product_name,
        row_number() over (
            partition by product_id
            order by line_count desc, product_name asc
        ) as place
    from counted
)

select
    product_id,
    product_name
from ranked
where place = 1
