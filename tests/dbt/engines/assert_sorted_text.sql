-- by code points, so that both engines sort alike
with given as (
    select 'b' as item
    union all
    select 'a, c' as item
    union all
    select 'Z' as item
    union all
    select 'ü' as item
),

found as (
    select {{ customer_segments.sorted_text('item') }} as items
    from given
)

select items
from found
where items is distinct from 'Z, a, c, b, ü'
