{{ config(materialized='table') }}

-- One row per customer who stays in the segment of the run before, though another one
-- is nearer: it is the runner-up, and the confidence in the nearest is too small. Only
-- what was known before as_of holds, so that a build repeated changes nothing.
{% set least = customer_segments.segments_var('segments_switch_confidence') %}

with known as (
    select * from {{ ref('int_segments__known_intervals') }}
),

scores as (
    select * from {{ ref('int_segments__scores') }}
),

model_registry as (
    select
        model_version,
        is_trained_here,
        is_champion,
        cast({{ customer_segments.json_text('card', 'as_of') }} as date) as trained_on
    from {{ ref('int_segments__model_registry') }}
),

today as (
    select max(as_of) as as_of from {{ ref('customer_features') }}
),

run_before as (
    select
        max_by(known.model_version, known.valid_from) as model_version,
        max(known.valid_from) as ran_on
    from known
    inner join today on known.valid_from < today.as_of
    where known.customer_id is null
),

-- one row where its network and the champion mean the same by an id. What was trained
-- on later days did not score it: the registry was lost, and ids began anew.
same_ids as (
    select champions.model_version
    from run_before
    inner join model_registry as formers
        on run_before.model_version = formers.model_version
    inner join model_registry as champions
        on
            champions.is_champion
            and (
                formers.model_version = champions.model_version
                or (formers.is_trained_here and champions.is_trained_here)
            )
    where not formers.is_trained_here or formers.trained_on <= run_before.ran_on
)

select scores.customer_id
from scores
inner join known
    on
        scores.customer_id = known.customer_id
        and scores.runner_up_segment_id = known.segment_id
inner join today
    on
        known.valid_from < today.as_of
        and coalesce(known.valid_to, cast('9999-12-31' as date)) >= today.as_of
cross join same_ids
where cast(scores.confidence as double) < cast({{ least }} as double)
