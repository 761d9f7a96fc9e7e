-- One row per segment: the first name, by priority, whose rules hold.
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
)

select * from named
