{{ config(materialized='view') }}

-- 32 numbers for every customer are most of what a build writes: they are stored once
with embeddings as (
    select * from {{ ref('int_segments__embeddings') }}
)

select
    customer_id,
    {%- for number in range(1, 32) %}
    embedding_{{ number }},
    {%- endfor %}
    embedding_32
from embeddings
