-- One row per segment that something sets apart: up to three features, of different
-- groups, in words.
{% set word = customer_segments.wording %}
with profiles as (
    select * from {{ ref('int_segments__standard_profiles') }}
),

intervals as (
    select * from {{ ref('int_segments__difference_intervals') }}
),

feature_catalog as (
    select * from {{ ref('feature_catalog') }}
),

distinct_features as (
    select
        profiles.*,
        feature_catalog.feature_group,
        feature_catalog.unit,
        case
            when profiles.standardised_difference > 0
                then feature_catalog.{{ customer_segments.in_language('label_high') }}
            else feature_catalog.{{ customer_segments.in_language('label_low') }}
        end as label,
        row_number() over (
            partition by profiles.segment_id, feature_catalog.feature_group
            order by
                abs(profiles.standardised_difference) desc,
                profiles.feature_name asc
        ) as place_in_group
    from profiles
    inner join intervals
        on
            profiles.segment_id = intervals.segment_id
            and profiles.feature_name = intervals.feature_name
    inner join feature_catalog on profiles.feature_name = feature_catalog.feature_name
    where
        (intervals.difference_low > 0 or intervals.difference_high < 0)
        -- few large values may carry a mean to the other side of a mean of logarithms
        and profiles.standardised_difference
        * (profiles.feature_mean - profiles.overall_mean) > 0
),

ranked as (
    select
        segment_id,
        row_number() over (
            partition by segment_id
            order by abs(standardised_difference) desc, feature_name asc
        ) as place,
        label
        || {{ word('average') }}
        || {{ customer_segments.readable_value('feature_mean', 'unit') }}
        || {{ word('everybody') }}
        || {{ customer_segments.readable_value('overall_mean', 'unit') }}
        || {{ word('close') }} as told
    from distinct_features
    where place_in_group = 1
)

select
    segment_id,
    {{ word('features') }}
    || max(case when place = 1 then told end)
    {%- for place in [2, 3] %}
    || coalesce(
        {{ word('between') }} || max(case when place = {{ place }} then told end), ''
    )
    {%- endfor %}
    || {{ word('stop') }} as features_told
from ranked
group by segment_id
