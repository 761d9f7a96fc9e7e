{{ config(materialized='table') }}

with visitor_cutoffs as (
    select * from {{ ref('int_segments__visitor_cutoffs') }}
)

select
    anonymous_id,
    customer_id
from visitor_cutoffs
where is_as_of
