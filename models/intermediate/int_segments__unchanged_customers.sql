{{ config(materialized='table') }}

-- Whose days stand already: the lines behind them hash to the same sum as now. So a
-- line that is late, mended, or gone costs its customer's days, and nobody else's.
{% set former_days = customer_segments.former_days() %}

with customer_lines as (
    select * from {{ ref('int_segments__customer_lines') }}
),

now as (
    select
        customer_id,
        {{ customer_segments.sum_of_hashes('line_hash') }} as lines_hash
    from customer_lines
    {{ 'where 1 = 0' if former_days is none }}
    group by customer_id
),

formerly as (
    select
        customer_id,
        {{ customer_segments.sum_of_hashes('lines_hash') }} as lines_hash
    from {{ former_days or 'now' }}
    group by customer_id
)

select now.customer_id
from now
inner join formerly
    on
        now.customer_id = formerly.customer_id
        and now.lines_hash = formerly.lines_hash
