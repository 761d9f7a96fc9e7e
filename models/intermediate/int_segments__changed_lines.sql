{{ config(materialized='table') }}

with customer_lines as (
    select * from {{ ref('int_segments__customer_lines') }}
),

unchanged_customers as (
    select * from {{ ref('int_segments__unchanged_customers') }}
)

select customer_lines.*
from customer_lines
left join unchanged_customers
    on customer_lines.customer_id = unchanged_customers.customer_id
where unchanged_customers.customer_id is null
