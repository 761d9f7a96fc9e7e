-- One row per customer and purchase day: how many products and categories he bought for
-- the first time, and by how much the sum over them of (lines of one)^2 grew. Both add
-- up over days: the number of distinct products and their concentration (Herfindahl:
-- sum of squares over the squared sum) at any date are sums over the days before it.
with changed_lines as (
    select * from {{ ref('int_segments__changed_lines') }}
),

-- a line's place among the customer's lines of the same product, in order of days: with
-- the k-th the square grows by 2k - 1. Which of a day's lines comes first is open, and
-- the day's sums are the same in any order.
placed as (
    select
        customer_id,
        category_key,
        {%- for item in ['product', 'category'] %}
        row_number() over (
            partition by customer_id, {{ item }}_key
            order by ordered_on
        ) as {{ item }}_place,
        {%- endfor %}
        ordered_on
    from changed_lines
    where is_purchase and not is_unchanged
)

select
    customer_id,
    cast(sum(case when product_place = 1 then 1 else 0 end) as int)
        as new_product_count,
    cast(sum(2 * product_place - 1) as bigint) as product_square_growth,
    -- lines of products without a category stand apart
    cast(
        sum(case when category_place = 1 and category_key is not null then 1 else 0 end)
        as int
    ) as new_category_count,
    cast(
        sum(case when category_key is not null then 2 * category_place - 1 else 0 end)
        as bigint
    ) as category_square_growth,
    cast(count(category_key) as int) as category_line_count,
    ordered_on
from placed
group by customer_id, ordered_on
