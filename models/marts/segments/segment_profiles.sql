with profiles as (
    select * from {{ ref('int_segments__standard_profiles') }}
),

intervals as (
    select * from {{ ref('int_segments__difference_intervals') }}
),

segment_names as (
    select * from {{ ref('int_segments__segment_names') }}
),

-- where too few customers have a value there is no interval, and nothing is sure
judged as (
    select
        profiles.*,
        intervals.difference_low,
        intervals.difference_high,
        coalesce(intervals.difference_low > 0 or intervals.difference_high < 0, false)
            as is_distinct
    from profiles
    left join intervals
        on
            profiles.segment_id = intervals.segment_id
            and profiles.feature_name = intervals.feature_name
)

select
    judged.segment_id,
    cast(judged.feature_name as {{ dbt.type_string() }}) as feature_name,
    cast(segment_names.segment_name as {{ dbt.type_string() }}) as segment_name,
    cast(judged.customer_count as bigint) as customer_count,
    judged.feature_mean,
    judged.feature_median,
    judged.overall_mean,
    judged.standardised_difference,
    cast(judged.difference_low as double) as difference_low,
    cast(judged.difference_high as double) as difference_high,
    cast(
        row_number() over (
            partition by judged.segment_id
            order by
                case when judged.is_distinct then 0 else 1 end asc,
                abs(judged.standardised_difference) desc,
                judged.feature_name asc
        ) as int
    ) as difference_rank,
    judged.is_distinct
from judged
inner join segment_names on judged.segment_id = segment_names.segment_id
order by judged.segment_id, difference_rank
