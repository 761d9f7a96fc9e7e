{{ config(materialized='ephemeral') }}

-- One row per segment to be named and feature: how far it is from the others of its
-- name that have customers, or, if these have ended, from all customers; and how far
-- from all customers.
with segments as (
    select * from {{ ref('int_segments__segments_to_name') }}
),

issuers as (
    select * from {{ ref('int_segments__segment_issuer') }}
),

profiles as (
    select * from {{ ref('int_segments__standard_profiles') }}
),

named_profiles as (
    select
        segments.segment_id,
        segments.name_key,
        segments.is_new,
        profiles.feature_name,
        profiles.standardised_difference as difference
    from segments
    inner join issuers on segments.issuer = issuers.issuer
    inner join profiles on segments.segment_id = profiles.segment_id
),

families as (
    select
        name_key,
        feature_name,
        count(*) as segment_count,
        sum({{ customer_segments.as_exact('difference') }}) as difference_sum
    from named_profiles
    group by name_key, feature_name
)

select
    named_profiles.segment_id,
    named_profiles.name_key,
    named_profiles.feature_name,
    named_profiles.difference,
    round(
        named_profiles.difference - coalesce(
            {{ customer_segments.ratio(
                'cast(families.difference_sum as double) - named_profiles.difference',
                'families.segment_count - 1'
            ) }},
            0e0
        ),
        6
    ) as distance
from named_profiles
inner join families
    on
        named_profiles.name_key = families.name_key
        and named_profiles.feature_name = families.feature_name
where named_profiles.is_new
