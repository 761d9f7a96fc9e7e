-- One row per segment: the first name, by priority, whose rules hold. Customers whom
-- no dense region holds are always unassigned.
with profiles as (
    select * from {{ ref('int_segments__standard_profiles') }}
),

rules as (
    select * from {{ ref('segment_name_rules') }}
),

segment_names as (
    select * from {{ ref('segment_names') }}
),

margins as (
    select
        profiles.segment_id,
        rules.name_key,
        min(
            case when rules.direction = 'high' then 1 else -1 end
            * profiles.standardised_difference - rules.threshold
        ) as margin,
        count(*) as known_rules
    from profiles
    inner join rules on profiles.feature_name = rules.feature_name
    group by profiles.segment_id, rules.name_key
),

rule_counts as (
    select
        name_key,
        count(*) as rule_count
    from rules
    group by name_key
),

ranked as (
    select
        margins.segment_id,
        margins.name_key,
        row_number() over (
            partition by margins.segment_id
            order by segment_names.priority asc, margins.name_key asc
        ) as choice
    from margins
    -- a rule on a feature that the shop does not have is not fulfilled
    inner join rule_counts
        on
            margins.name_key = rule_counts.name_key
            and margins.known_rules = rule_counts.rule_count
    inner join segment_names on margins.name_key = segment_names.name_key
    where margins.margin >= 0
),

segment_ids as (
    select distinct segment_id from profiles
),

-- a name without rules fits every segment, but that of customers who are in none
ruleless as (
    select
        segment_names.name_key,
        row_number() over (
            order by segment_names.priority asc, segment_names.name_key asc
        ) as choice
    from segment_names
    left join rule_counts on segment_names.name_key = rule_counts.name_key
    where
        rule_counts.name_key is null
        and segment_names.name_key <> 'unassigned'
),

named as (
    select
        segment_ids.segment_id,
        case
            when segment_ids.segment_id = 'unassigned' then 'unassigned'
            else coalesce(ranked.name_key, ruleless.name_key, 'mainstream')
        end as name_key
    from segment_ids
    left join ranked on segment_ids.segment_id = ranked.segment_id and ranked.choice = 1
    left join ruleless on ruleless.choice = 1
)

select * from named
