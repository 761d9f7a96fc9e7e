-- Does it tell of a purchase's item that the segment made it?
with segment_items as (
    select * from {{ ref('int_segments__segment_items') }}
),

possible as (
    select
        count(distinct segment_id) as segment_count,
        count(distinct item_id) as item_count
    from segment_items
),

counts as (
    select
        segment_items.*,
        sum(segment_items.basket_count) over (partition by segment_items.segment_id)
            as antecedent_count,
        sum(segment_items.basket_count) over (partition by segment_items.item_id)
            as consequent_count,
        sum(segment_items.basket_count) over () as all_count,
        sum(segment_items.basket_products) over (partition by segment_items.segment_id)
            as purchase_squares,
        possible.segment_count * possible.item_count as possible_count
    from segment_items
    cross join possible
),

measured as (
    {{ customer_segments.rule_measures('counts') }}
),

-- customers differ, and one who buys an item again and again is one customer: what each
-- bought beyond his share of it has this variance (Liang and Zeger 1986)
varied as (
    select
        *,
        basket_squares - 2 * consequent_support * basket_products
        + consequent_support * consequent_support * purchase_squares as variance
    from measured
),

deviating as (
    select
        *,
        (basket_count - consequent_support * antecedent_count)
        / sqrt(greatest(variance, 1e-9)) as customer_z
    from varied
),

tests as (
    select
        segment_id,
        item_id,
        basket_count,
        customer_count,
        consequent_count,
        confidence,
        consequent_support,
        lift,
        possible_count,
        all_count,
        greatest(p_value, {{ customer_segments.normal_tail('customer_z') }}) as p_value
    from deviating
),

corrected as (
    {{ customer_segments.q_values('tests', 'possible_count', family='all_count') }}
)

select * from corrected
