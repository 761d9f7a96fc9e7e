{{ config(materialized='ephemeral') }}

-- The run of this build, and the days that it stands for: from as_of to the next run.
with runs as (
    -- rendered, so that `dbt run --empty` finds it full
    select * from {{ ref('int_segments__former_intervals').render() }}
    where customer_id is null
),

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

cutoffs as (
    select * from {{ ref('int_segments__cutoffs') }}
    where is_as_of
),

-- what was scored says of when; a run without a customer is one too
seen as (
    select
        customer_id,
        model_version,
        as_of
    from customer_segments
    union all
    select
        cast(null as {{ dbt.type_string() }}) as customer_id,
        cast(null as int) as model_version,
        cutoff_on as as_of
    from cutoffs
),

run as (
    select
        max(model_version) as model_version,
        count(customer_id) as customer_count,
        coalesce(max(case when customer_id is not null then as_of end), max(as_of))
            as begins_on
    from seen
    having max(as_of) is not null
)

select
    run.model_version,
    run.customer_count,
    min_by(runs.model_version, runs.valid_from) as next_version,
    run.begins_on,
    min(runs.valid_from) as ends_on
from run
left join runs on run.begins_on < runs.valid_from
group by run.model_version, run.customer_count, run.begins_on
