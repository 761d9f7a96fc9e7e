{% set places = [1, 2, 3] %}

with scores as (
    select * from {{ ref('int_segments__scores') }}
),

segment_names as (
    select * from {{ ref('int_segments__segment_names') }}
),

model_registry as (
    select * from {{ ref('int_segments__model_registry') }}
),

customer_features as (
    select * from {{ ref('customer_features') }}
),

feature_catalog as (
    select * from {{ ref('feature_catalog') }}
),

-- by itself: a window keeps all columns of its rows
anomalies as (
    select
        customer_id,
        -- in millionths: below that, single precision may part equal customers
        percent_rank() over (order by round(cast(reconstruction_error as double), 6))
            as anomaly_score
    from scores
),

-- the one place where a feature's value, high or low, becomes words
feature_labels as (
    select
        feature_name,
        true as is_high,
        {{ customer_segments.in_language('label_high') }} as label
    from feature_catalog
    union all
    select
        feature_name,
        false as is_high,
        {{ customer_segments.in_language('label_low') }} as label
    from feature_catalog
)

select
    ---------- ids
    scores.customer_id,
    scores.segment_id,
    cast(segment_names.segment_name as {{ dbt.type_string() }}) as segment_name,
    cast(model_registry.model_version as int) as model_version,

    ---------- the choice
    cast(scores.distance as double) as distance,
    cast(scores.confidence as double) as confidence,
    scores.runner_up_segment_id,
    cast(runners_up.segment_name as {{ dbt.type_string() }}) as runner_up_segment_name,
    cast(scores.runner_up_distance as double) as runner_up_distance,

    ---------- what weighs most in it
    {% for place in places %}
    scores.reason_{{ place }},
    cast(scores.reason_{{ place }}_weight as double) as reason_{{ place }}_weight,
    {% endfor %}
    nullif(
        concat_ws(
            ', ',
            {% for place in places %}
            case
                when scores.reason_{{ place }}_weight > 0
                    then label_{{ place }}.label
            end{{ ',' if not loop.last }}
            {% endfor %}
        ),
        ''
    ) as reasons,

    ---------- how unusual the customer is
    cast(scores.reconstruction_error as double) as reconstruction_error,
    cast(anomalies.anomaly_score as double) as anomaly_score,

    ---------- dates
    customer_features.as_of
from scores
inner join customer_features on scores.customer_id = customer_features.customer_id
inner join anomalies on scores.customer_id = anomalies.customer_id
inner join segment_names on scores.segment_id = segment_names.segment_id
left join segment_names as runners_up
    on scores.runner_up_segment_id = runners_up.segment_id
{% for place in places %}
left join feature_labels as label_{{ place }}
    on
        scores.reason_{{ place }} = label_{{ place }}.feature_name
        and scores.reason_{{ place }}_is_high = label_{{ place }}.is_high
{% endfor %}
cross join model_registry
where model_registry.is_champion
order by scores.customer_id
