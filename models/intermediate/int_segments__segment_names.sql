{{ config(materialized='table') }}

-- One row per segment: its name, made distinct.
with profiles as (
    select * from {{ ref('int_segments__standard_profiles') }}
),

named as (
    select * from {{ ref('int_segments__segment_base_names') }}
),

feature_catalog as (
    select * from {{ ref('feature_catalog') }}
),

-- segments that share a name differ by what sets each apart from the others of that
-- name
family_means as (
    select
        named.base_name,
        profiles.feature_name,
        avg(profiles.standardised_difference) as family_mean,
        count(*) as family_size
    from named
    inner join profiles on named.segment_id = profiles.segment_id
    group by named.base_name, profiles.feature_name
),

qualifiers as (
    select
        named.segment_id,
        case
            when profiles.standardised_difference > family_means.family_mean
                then feature_catalog.label_high
            else feature_catalog.label_low
        end as qualifier,
        row_number() over (
            partition by named.segment_id
            order by
                abs(profiles.standardised_difference - family_means.family_mean) desc,
                profiles.feature_name asc
        ) as weight
    from named
    inner join profiles on named.segment_id = profiles.segment_id
    inner join family_means
        on
            named.base_name = family_means.base_name
            and profiles.feature_name = family_means.feature_name
    inner join feature_catalog on profiles.feature_name = feature_catalog.feature_name
    where
        family_means.family_size > 1
        and profiles.standardised_difference <> family_means.family_mean
),

qualified as (
    select
        named.segment_id,
        named.base_name,
        named.base_name
        || coalesce(', ' || qualifiers.qualifier, '') as full_name
    from named
    left join qualifiers
        on named.segment_id = qualifiers.segment_id and qualifiers.weight = 1
),

numbered as (
    select
        segment_id,
        base_name,
        full_name,
        row_number() over (partition by full_name order by segment_id) as twin
    from qualified
)

select
    segment_id,
    base_name,
    full_name
    || case when twin > 1 then ' ' || cast(twin as {{ dbt.type_string() }}) else '' end
        as segment_name
from numbered
