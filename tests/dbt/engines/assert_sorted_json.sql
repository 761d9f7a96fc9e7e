-- by code points, nulls left out, quotes escaped; an empty group is an empty list
with given as (
    select 'b' as item
    union all
    select 'a "c", d' as item
    union all
    select 'Z' as item
    union all
    select cast(null as {{ dbt.type_string() }}) as item
    union all
    select 'ü' as item
),

found as (
    select {{ customer_segments.sorted_json('item') }} as items
    from given
)

select items
from found
where
    items is distinct from concat(
        '["Z","a ', chr(92), '"c', chr(92), '", d","b","ü"]'
    )
