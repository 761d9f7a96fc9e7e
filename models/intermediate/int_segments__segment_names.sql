{{ config(materialized='table') }}

-- One row per segment: the first name, by priority, whose rules hold, made distinct.
with profiles as (
    select * from {{ ref('int_segments__standard_profiles') }}
),

rules as (
    select * from {{ ref('segment_name_rules') }}
),

segment_names as (
    select * from {{ ref('segment_names') }}
),

feature_catalog as (
    select * from {{ ref('feature_catalog') }}
),

margins as (
    select
        profiles.segment_id,
        rules.segment_name,
        min(
            case when rules.direction = 'high' then 1 else -1 end
            * profiles.standardised_difference - rules.threshold
        ) as margin,
        count(*) as known_rules
    from profiles
    inner join rules on profiles.feature_name = rules.feature_name
    group by profiles.segment_id, rules.segment_name
),

rule_counts as (
    select
        segment_name,
        count(*) as rule_count
    from rules
    group by segment_name
),

ranked as (
    select
        margins.segment_id,
        margins.segment_name,
        row_number() over (
            partition by margins.segment_id
            order by segment_names.priority asc, margins.segment_name asc
        ) as choice
    from margins
    -- a rule on a feature that the shop does not have is not fulfilled
    inner join rule_counts
        on
            margins.segment_name = rule_counts.segment_name
            and margins.known_rules = rule_counts.rule_count
    inner join segment_names on margins.segment_name = segment_names.segment_name
    where margins.margin >= 0
),

segment_ids as (
    select distinct segment_id from profiles
),

-- a name without rules fits every segment
ruleless as (
    select
        segment_names.segment_name,
        row_number() over (
            order by segment_names.priority asc, segment_names.segment_name asc
        ) as choice
    from segment_names
    left join rule_counts on segment_names.segment_name = rule_counts.segment_name
    where rule_counts.segment_name is null
),

named as (
    select
        segment_ids.segment_id,
        coalesce(ranked.segment_name, ruleless.segment_name, 'Mainstream') as base_name
    from segment_ids
    left join ranked on segment_ids.segment_id = ranked.segment_id and ranked.choice = 1
    left join ruleless on ruleless.choice = 1
),

-- segments that share a name differ by what sets each apart from the others of that name
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
    where family_means.family_size > 1
),

qualified as (
    select
        named.segment_id,
        named.base_name,
        named.base_name
        || coalesce(', ' || qualifiers.qualifier, '') as full_name
    from named
    left join qualifiers on named.segment_id = qualifiers.segment_id and qualifiers.weight = 1
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
