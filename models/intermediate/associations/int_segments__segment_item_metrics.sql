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
        segment_items.segment_id,
        segment_items.item_id,
        segment_items.customer_count,
        segment_items.basket_count,
        sum(segment_items.basket_count) over (partition by segment_items.segment_id)
            as antecedent_count,
        sum(segment_items.basket_count) over (partition by segment_items.item_id)
            as consequent_count,
        sum(segment_items.basket_count) over () as all_count,
        possible.segment_count * possible.item_count as possible_count
    from segment_items
    cross join possible
),

measured as (
    {{ customer_segments.rule_measures('counts') }}
),

corrected as (
    {{ customer_segments.q_values('measured', 'possible_count', family='all_count') }}
)

select * from corrected
