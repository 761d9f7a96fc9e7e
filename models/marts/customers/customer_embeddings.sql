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
order by customer_id
