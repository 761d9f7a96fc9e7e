{{ config(materialized='table') }}

-- One row per segment and feature: the segment's mean, median and standardised
-- difference.
with segment_sums as (
    select * from {{ ref('int_segments__segment_sums') }}
),

feature_catalog as (
    select * from {{ ref('feature_catalog') }}
),

long_sums as (
    {% for feature in customer_segments.feature_names() %}
    select
        segment_id,
        '{{ feature }}' as feature_name,
        {{ feature }}__count as value_count,
        {{ feature }}__median as value_median,
        {{ feature }}__sum as value_sum,
        {{ feature }}__square_sum as value_square_sum,
        {{ feature }}__log_sum as value_log_sum,
        {{ feature }}__log_square_sum as value_log_square_sum
    from segment_sums
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- what differs by a factor counts the same at both ends, where the catalogue says log
comparable as (
    select
        long_sums.segment_id,
        long_sums.feature_name,
        long_sums.value_count,
        long_sums.value_median,
        long_sums.value_sum,
        case
            when feature_catalog.transform = 'log' then long_sums.value_log_sum
            else long_sums.value_sum
        end as comparable_sum,
        case
            when feature_catalog.transform = 'log' then long_sums.value_log_square_sum
            else long_sums.value_square_sum
        end as comparable_square_sum
    from long_sums
    inner join feature_catalog on long_sums.feature_name = feature_catalog.feature_name
    where long_sums.value_count > 0
),

overall as (
    select
        feature_name,
        {{ customer_segments.ratio('sum(value_sum)', 'sum(value_count)') }}
            as overall_mean,
        {{ customer_segments.ratio('sum(comparable_sum)', 'sum(value_count)') }}
            as comparable_mean,
        {{ customer_segments.ratio('sum(comparable_square_sum)', 'sum(value_count)') }}
            as comparable_square_mean
    from comparable
    group by feature_name
),

deviations as (
    select
        *,
        sqrt(greatest(comparable_square_mean - power(comparable_mean, 2), 0e0))
            as comparable_deviation
    from overall
)

select
    comparable.segment_id,
    comparable.feature_name,
    comparable.value_count as customer_count,
    {{ customer_segments.ratio('comparable.value_sum', 'comparable.value_count') }}
        as feature_mean,
    comparable.value_median as feature_median,
    deviations.overall_mean,
    case
        when deviations.comparable_deviation > 1e-6
            then
                round(
                    (
                        {{ customer_segments.ratio(
                            'comparable.comparable_sum', 'comparable.value_count'
                        ) }}
                        - deviations.comparable_mean
                    ) / deviations.comparable_deviation,
                    6
                )
        else 0e0
    end as standardised_difference
from comparable
inner join deviations on comparable.feature_name = deviations.feature_name
