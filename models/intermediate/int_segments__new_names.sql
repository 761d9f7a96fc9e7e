{{ config(materialized='ephemeral') }}

-- One row per segment to be named: a name that no other segment has, or had.
with segments as (
    select * from {{ ref('int_segments__segments_to_name') }}
),

distances as (
    select
        segment_id,
        feature_name,
        distance,
        difference,
        case when distance > 0 then 'high' else 'low' end as direction
    from {{ ref('int_segments__name_distances') }}
),

as_of as (
    select cutoff_on from {{ ref('int_segments__cutoffs') }}
    where is_as_of
),

families as (
    select
        issuer,
        name_key,
        count(*) as segment_count
    from segments
    group by issuer, name_key
),

-- features that no other of the name goes by yet, the farthest first; who buys oftener
-- than all, though less often than others of the name, does not buy rarely
choices as (
    select
        segments.segment_id,
        distances.feature_name,
        distances.direction,
        row_number() over (
            partition by segments.segment_id
            order by abs(distances.distance) desc, distances.feature_name asc
        ) as choice
    from segments
    inner join distances on segments.segment_id = distances.segment_id
    inner join families
        on
            segments.issuer = families.issuer
            and segments.name_key = families.name_key
    left join segments as others
        on
            segments.issuer = others.issuer
            and segments.name_key = others.name_key
            and distances.feature_name = others.feature_name
            and distances.direction = others.direction
    where
        segments.is_new
        and families.segment_count > 1
        and distances.distance * distances.difference > 0
        and others.segment_id is null
),

described as (
    select
        segments.*,
        coalesce(segments.feature_name, choices.feature_name) as qualifier,
        coalesce(segments.direction, choices.direction) as qualified_by,
        segments.issuer || segments.name_key
        || coalesce(' ' || coalesce(segments.feature_name, choices.feature_name), '')
        || coalesce(' ' || coalesce(segments.direction, choices.direction), '')
            as title
    from segments
    left join choices
        on
            segments.is_new
            and segments.segment_id = choices.segment_id
            and choices.choice = 1
),

-- numbers go on from those that are known
numbered as (
    select
        *,
        coalesce(max(name_number) over (partition by title), 0)
        + sum(case when is_new then 1 else 0 end) over (
            partition by title order by segment_id
        ) as new_number
    from described
)

select
    numbered.issuer,
    numbered.segment_id,
    numbered.name_key,
    numbered.qualifier as feature_name,
    numbered.qualified_by as direction,
    cast(numbered.new_number as int) as name_number,
    as_of.cutoff_on as named_on
from numbered
cross join as_of
where numbered.is_new
