with kept as (
    select * from {{ ref('int_segments__segment_intervals') }}
)

select
    model_version,
    customer_count,
    row_number() over (order by valid_from) = 1 as is_first,
    coalesce(
        model_version <> lag(model_version) over (order by valid_from), false
    ) as is_new_version,
    valid_from as as_of
from kept
where customer_id is null
