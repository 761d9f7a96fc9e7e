{{ config(materialized='ephemeral') }}

-- What was known before, without the cell of this run; the customers of the run in the
-- cell; and all runs.
{% set far = "cast('9999-12-31' as date)" %}

with former as (
    -- rendered, so that `dbt run --empty` finds it full
    select * from {{ ref('int_segments__former_intervals').render() }}
),

run_cell as (
    select * from {{ ref('int_segments__run_cell').render() }}
),

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

known as (
    select
        former.*,
        run_cell.next_version,
        coalesce(run_cell.begins_on, {{ far }}) as begins_on,
        coalesce(run_cell.ends_on, {{ far }}) as ends_on,
        coalesce(former.valid_to, {{ far }}) as until_on
    from former
    left join run_cell on 1 = 1
)

select
    customer_id,
    segment_id,
    segment_name,
    model_version,
    customer_count,
    until_on >= begins_on as is_beside_cell,
    valid_from,
    nullif(least(until_on, begins_on), {{ far }}) as valid_to
from known
where customer_id is not null and valid_from < begins_on
union all
select
    customer_id,
    segment_id,
    segment_name,
    case when valid_from < ends_on then next_version else model_version end
        as model_version,
    customer_count,
    valid_from <= ends_on as is_beside_cell,
    greatest(valid_from, ends_on) as valid_from,
    valid_to
from known
where customer_id is not null and until_on > ends_on
union all
select
    customer_segments.customer_id,
    customer_segments.segment_id,
    customer_segments.segment_name,
    customer_segments.model_version,
    cast(null as bigint) as customer_count,
    true as is_beside_cell,
    run_cell.begins_on as valid_from,
    run_cell.ends_on as valid_to
from customer_segments
cross join run_cell
union all
select
    customer_id,
    segment_id,
    segment_name,
    model_version,
    customer_count,
    false as is_beside_cell,
    valid_from,
    valid_to
from known
where customer_id is null and valid_from <> begins_on
union all
select
    cast(null as {{ dbt.type_string() }}) as customer_id,
    cast(null as {{ dbt.type_string() }}) as segment_id,
    cast(null as {{ dbt.type_string() }}) as segment_name,
    model_version,
    customer_count,
    false as is_beside_cell,
    begins_on as valid_from,
    cast(null as date) as valid_to
from run_cell
