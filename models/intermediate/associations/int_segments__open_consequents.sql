-- One row per customer and cutoff: to how many items that he never bought the rules of
-- two items lead from what he bought.
with customer_items as (
    select * from {{ ref('int_segments__customer_items') }}
),

rules as (
    select * from {{ ref('int_segments__pair_cutoffs') }}
    where is_rule
),

led_to as (
    select distinct
        customer_items.customer_id,
        rules.cutoff_on,
        rules.other_key
    from customer_items
    inner join rules
        on
            customer_items.item_key = rules.item_key
            and customer_items.seen_from <= rules.cutoff_on
)

select
    led_to.customer_id,
    led_to.cutoff_on,
    count(*) as open_consequent_count
from led_to
left join customer_items as bought
    on
        led_to.customer_id = bought.customer_id
        and led_to.other_key = bought.item_key
        and led_to.cutoff_on >= bought.seen_from
where bought.customer_id is null
group by led_to.customer_id, led_to.cutoff_on
