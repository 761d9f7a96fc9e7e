-- the columns of a row under their names, in one value
with given as (
    select
        7 as amount,
        'a' as word
),

held as (
    select {{ customer_segments.row_as_struct('given') }} as whole_row
    from given
)

select whole_row.amount
from held
where whole_row.amount <> 7 or whole_row.word <> 'a'
