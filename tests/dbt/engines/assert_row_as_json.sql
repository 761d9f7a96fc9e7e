-- every column in its order, nulls too; a fraction of a second only where there is one
with given as (
    select
        'a "b" ü' as words,
        2.55e0 as amount,
        cast(null as int) as nothing,
        true as is_new,
        cast('2024-03-01' as date) as day_on,
        cast('2024-03-01 10:00:00' as timestamp) as whole_at,
        cast('2024-03-01 10:00:00.5' as timestamp) as half_at
),

written as (
    select
        {{ customer_segments.row_as_json(
            customer_segments.row_as_struct('given')
        ) }} as found,
        concat(
            '{"words":"a ', chr(92), '"b', chr(92), '" ü","amount":2.55,',
            '"nothing":null,',
            '"is_new":true,"day_on":"2024-03-01","whole_at":"2024-03-01 10:00:00",',
            '"half_at":"2024-03-01 10:00:00.5"}'
        ) as expected
    from given
)

select
    found,
    expected
from written
where found is distinct from expected
