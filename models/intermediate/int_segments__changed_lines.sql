{{ config(materialized='table') }}

-- The lines of customers whose days have to be made anew. A customer whose lines hash
-- to the same sum as those behind his days stands here with one row without a line: so
-- one table says of every customer, at one time, whether his days are kept. A line that
-- is late, mended, or gone costs its customer's days, and nobody else's.
{% set former_days = none if should_full_refresh()
    else customer_segments.former_days() %}

with customer_lines as (
    select * from {{ ref('int_segments__customer_lines') }}
),

{% if former_days is not none %}
hashes as (
    select
        customer_id,
        {{ customer_segments.line_hash() }} as hash_now,
        null as former_hash
    from {{ ref('int_segments__customer_lines') }}
    union all
    select
        customer_id,
        null as hash_now,
        lines_hash as former_hash
    from {{ former_days }}
    where recipe = '{{ customer_segments.days_recipe() }}'
),

-- in one group, as engines know how many rows it has; of a join on sums they guess, and
-- keep all lines in memory
unchanged as (
    select customer_id
    from hashes
    group by customer_id
    having
        {{ customer_segments.sum_of_hashes('hash_now') }}
        = {{ customer_segments.sum_of_hashes('former_hash') }}
),

changed as (
    select customer_lines.*
    from customer_lines
    left join unchanged on customer_lines.customer_id = unchanged.customer_id
    where unchanged.customer_id is null
)

select
    *,
    {{ customer_segments.line_hash() }} as line_hash,
    false as is_unchanged
from changed
union all
select
    customer_id,
    {%- for column in [
        'order_key', 'product_key', 'category_key', 'quantity', 'gross_amount',
        'discount_amount', 'net_amount', 'is_purchase', 'is_return', 'ordered_on',
        'ordered_at', 'line_hash',
    ] %}
    null as {{ column }},
    {%- endfor %}
    true as is_unchanged
from unchanged
{% else %}
lines as (
    select * from customer_lines
)

select
    *,
    {{ customer_segments.line_hash() }} as line_hash,
    false as is_unchanged
from lines
{% endif %}
