{{ config(materialized='table') }}

-- Kept from build to build, a full refresh included: it cannot be computed anew. A run
-- at as_of stands for the days from there to the next run, its cell. What was known of
-- the cell goes, and the customers of the run take its place: so a run repeated changes
-- nothing, and one made up for changes what it would have changed at its time. The runs
-- stand in the same table, so that no killed build can part them from the intervals.
with pieces as (
    -- rendered, so that `dbt run --empty` finds it full
    select * from {{ ref('int_segments__interval_pieces').render() }}
),

segment_names as (
    select * from {{ ref('int_segments__segment_names') }}
),

-- at most three pieces of a customer touch: before, in and after the cell
compared as (
    select
        *,
        case
            when
                lag(segment_id) over by_customer = segment_id
                and lag(valid_to) over by_customer = valid_from
                then 0
            else 1
        end as is_start
    from pieces
    where is_beside_cell
    window by_customer as (partition by customer_id order by valid_from)
),

numbered as (
    select
        *,
        sum(is_start) over (partition by customer_id order by valid_from) as place
    from compared
),

merged as (
    select
        customer_id,
        segment_id,
        max(segment_name) as segment_name,
        min_by(model_version, valid_from) as model_version,
        min(valid_from) as valid_from,
        case when count(*) = count(valid_to) then max(valid_to) end as valid_to
    from numbered
    group by customer_id, segment_id, place
),

intervals as (
    select
        customer_id,
        segment_id,
        segment_name,
        model_version,
        cast(null as bigint) as customer_count,
        valid_from,
        valid_to
    from merged
    union all
    select
        customer_id,
        segment_id,
        segment_name,
        model_version,
        customer_count,
        valid_from,
        valid_to
    from pieces
    where not is_beside_cell
)

-- a segment that ended keeps the last name that it had
select
    intervals.customer_id,
    intervals.segment_id,
    coalesce(segment_names.segment_name, intervals.segment_name) as segment_name,
    intervals.model_version,
    intervals.customer_count,
    intervals.valid_from,
    intervals.valid_to
from intervals
left join segment_names on intervals.segment_id = segment_names.segment_id
