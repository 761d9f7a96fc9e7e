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
)

select
    scores.customer_id,
    scores.segment_id,
    cast(segment_names.segment_name as {{ dbt.type_string() }}) as segment_name,
    cast(model_registry.model_version as int) as model_version,
    cast(scores.distance as double) as distance,
    cast(scores.reconstruction_error as double) as reconstruction_error,
    customer_features.as_of
from scores
inner join customer_features on scores.customer_id = customer_features.customer_id
inner join segment_names on scores.segment_id = segment_names.segment_id
cross join model_registry
where model_registry.is_champion
order by scores.customer_id
