with profiles as (
    select * from {{ ref('int_segments__standard_profiles') }}
),

segment_names as (
    select * from {{ ref('int_segments__segment_names') }}
)

select
    profiles.segment_id,
    cast(profiles.feature_name as {{ dbt.type_string() }}) as feature_name,
    cast(segment_names.segment_name as {{ dbt.type_string() }}) as segment_name,
    cast(profiles.customer_count as bigint) as customer_count,
    profiles.feature_mean,
    profiles.feature_median,
    profiles.overall_mean,
    profiles.standardised_difference,
    cast(
        row_number() over (
            partition by profiles.segment_id
            order by
                abs(profiles.standardised_difference) desc,
                profiles.feature_name asc
        ) as int
    ) as difference_rank
from profiles
inner join segment_names on profiles.segment_id = segment_names.segment_id
order by profiles.segment_id, difference_rank
