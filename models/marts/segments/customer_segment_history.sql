with kept as (
    select * from {{ ref('int_segments__segment_intervals') }}
)

select
    customer_id,
    segment_id,
    cast(segment_name as {{ dbt.type_string() }}) as segment_name,
    cast(model_version as int) as model_version,
    valid_to is null as is_current,
    valid_from,
    valid_to
from kept
where customer_id is not null
order by customer_id, valid_from
