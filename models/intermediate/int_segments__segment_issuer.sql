-- One row, of who issued the segment ids in use: networks trained here go on with the
-- ids of the first of them, a network from elsewhere has ids of its own.
with model_registry as (
    select * from {{ ref('int_segments__model_registry') }}
),

first_versions as (
    select min(model_version) as model_version
    from model_registry
    where is_trained_here
),

trained_here as (
    select model_registry.network_sha256
    from model_registry
    inner join first_versions
        on model_registry.model_version = first_versions.model_version
)

select
    case
        when champions.is_trained_here then trained_here.network_sha256
        else champions.network_sha256
    end as issuer
from model_registry as champions
left join trained_here on champions.is_trained_here = true
where champions.is_champion
