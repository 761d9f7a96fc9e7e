-- One row per segment and feature: the segment's mean, median and standardised difference.
with scores as (
    select * from {{ ref('int_segments__scores') }}
),

customer_features as (
    select * from {{ ref('customer_features') }}
),

feature_catalog as (
    select * from {{ ref('feature_catalog') }}
),

long_features as (
    {% for feature in customer_segments.feature_names() %}
    select
        scores.segment_id,
        '{{ feature }}' as feature_name,
        customer_features.{{ feature }} as feature_value
    from scores
    inner join customer_features on scores.customer_id = customer_features.customer_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- six digits: parallel sums of doubles differ in the last ones from run to run
comparable as (
    select
        long_features.segment_id,
        long_features.feature_name,
        long_features.feature_value,
        cast(
            case
                when feature_catalog.transform = 'log'
                    then
                        sign(long_features.feature_value)
                        * ln(1 + abs(long_features.feature_value))
                else long_features.feature_value
            end as decimal(18, 6)
        ) as comparable_value
    from long_features
    inner join feature_catalog on long_features.feature_name = feature_catalog.feature_name
    where long_features.feature_value is not null
),

overall as (
    select
        feature_name,
        {{ customer_segments.ratio('sum(comparable_value)', 'count(*)') }} as overall_mean,
        cast(sum(cast(feature_value as decimal(38, 6))) as double) / count(*)
            as overall_raw_mean,
        sqrt(greatest(
            {{ customer_segments.ratio(
                'sum(cast(comparable_value * comparable_value as decimal(38, 12)))', 'count(*)'
            ) }}
            - power({{ customer_segments.ratio('sum(comparable_value)', 'count(*)') }}, 2),
            0e0
        )) as overall_deviation
    from comparable
    group by feature_name
),

by_segment as (
    select
        segment_id,
        feature_name,
        count(*) as customer_count,
        cast(sum(cast(feature_value as decimal(38, 6))) as double) / count(*) as feature_mean,
        median(feature_value) as feature_median,
        {{ customer_segments.ratio('sum(comparable_value)', 'count(*)') }} as comparable_mean
    from comparable
    group by segment_id, feature_name
)

select
    by_segment.segment_id,
    by_segment.feature_name,
    by_segment.customer_count,
    by_segment.feature_mean,
    by_segment.feature_median,
    overall.overall_raw_mean as overall_mean,
    case
        when overall.overall_deviation > 1e-6
            then
                round(
                    (by_segment.comparable_mean - overall.overall_mean)
                    / overall.overall_deviation,
                    6
                )
        else 0e0
    end as standardised_difference
from by_segment
inner join overall on by_segment.feature_name = overall.feature_name
