with scores as (
    select * from {{ ref('int_segments__scores') }}
)

select
    customer_id,
    {%- for number in range(1, 33) %}
    embedding_{{ number }}{{ ',' if not loop.last }}
    {%- endfor %}
from scores
order by customer_id
