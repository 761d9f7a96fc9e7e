with scores as (
    select * from {{ ref('int_segments__scores') }}
)

select
    customer_id,
    {%- for number in range(1, 32) %}
    embedding_{{ number }},
    {%- endfor %}
    embedding_32
from scores
order by customer_id
