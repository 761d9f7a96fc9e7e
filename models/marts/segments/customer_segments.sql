{% set places = [1, 2, 3] %}

with assignments as (
    select * from {{ ref('int_segments__assignments') }}
),

segment_names as (
    select * from {{ ref('int_segments__segment_names') }}
),

model_registry as (
    select * from {{ ref('int_segments__model_registry') }}
),

as_of_date as (
    select max(as_of) as as_of from {{ ref('customer_features') }}
),

feature_catalog as (
    select * from {{ ref('feature_catalog') }}
),

-- by itself: a window keeps all columns. Below millionths, equal customers may differ
anomalies as (
    select
        customer_id,
        percent_rank() over (order by round(cast(reconstruction_error as double), 6))
            as anomaly_score
    from {{ ref('int_segments__assignments') }}  -- an engine keeps a CTE that two read
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
    assignments.customer_id,
    assignments.segment_id,
    cast(segment_names.segment_name as {{ dbt.type_string() }}) as segment_name,
    cast(model_registry.model_version as int) as model_version,

    ---------- the choice
    cast(assignments.distance as double) as distance,
    cast(assignments.confidence as double) as confidence,
    assignments.runner_up_segment_id,
    cast(runners_up.segment_name as {{ dbt.type_string() }}) as runner_up_segment_name,
    cast(assignments.runner_up_distance as double) as runner_up_distance,
    assignments.is_held,

    ---------- what weighs most in it
    {% for place in places %}
    assignments.reason_{{ place }},
    cast(assignments.reason_{{ place }}_weight as double) as reason_{{ place }}_weight,
    {% endfor %}
    nullif(
        concat_ws(
            ', ',
            {% for place in places %}
            case
                when assignments.reason_{{ place }}_weight > 0
                    then label_{{ place }}.label
            end{{ ',' if not loop.last }}
            {% endfor %}
        ),
        ''
    ) as reasons,

    ---------- how unusual the customer is
    cast(assignments.reconstruction_error as double) as reconstruction_error,
    cast(anomalies.anomaly_score as double) as anomaly_score,

    ---------- dates
    as_of_date.as_of
from assignments
inner join anomalies on assignments.customer_id = anomalies.customer_id
inner join segment_names on assignments.segment_id = segment_names.segment_id
left join segment_names as runners_up
    on assignments.runner_up_segment_id = runners_up.segment_id
{% for place in places %}
left join feature_labels as label_{{ place }}
    on
        assignments.reason_{{ place }} = label_{{ place }}.feature_name
        and assignments.reason_{{ place }}_is_high = label_{{ place }}.is_high
{% endfor %}
cross join model_registry
cross join as_of_date
where model_registry.is_champion
order by assignments.customer_id
