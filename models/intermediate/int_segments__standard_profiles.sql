{{ config(materialized='table') }}

-- One row per segment and feature: the segment's mean, median and standardised
-- difference.
{% set sums = ['count', 'median', 'sum', 'square_sum', 'log_sum', 'log_square_sum'] %}
with segment_sums as (
    select * from {{ ref('int_segments__segment_sums') }}
),

feature_catalog as (
    select * from {{ ref('feature_catalog') }}
),

-- one pass with a case for each feature: a union of as many selects is planned in time
-- and memory that grow with the square of the features
long_sums as (
    select
        segment_sums.segment_id,
        {%- for column in sums %}
        case feature_catalog.feature_name
            {%- for feature in customer_segments.feature_names() %}
            when '{{ feature }}' then segment_sums.{{ feature }}__{{ column }}
            {%- endfor %}
        end as value_{{ column }},
        {%- endfor %}
        feature_catalog.feature_name,
        feature_catalog.transform
    from segment_sums
    cross join feature_catalog
),

-- what differs by a factor counts the same at both ends, where the catalogue says log
comparable as (
    select
        segment_id,
        feature_name,
        value_count,
        value_median,
        value_sum,
        case when transform = 'log' then value_log_sum else value_sum end
            as comparable_sum,
        case when transform = 'log' then value_log_square_sum else value_square_sum end
            as comparable_square_sum
    from long_sums
    where value_count > 0
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
