{{ config(materialized='ephemeral') }}

-- One row per segment: as it was named, or, if it is new or its name is no more, with
-- the name that its profile gives it now.
with former_names as (
    select * from {{ customer_segments.former_names() }} as former_names
),

base_names as (
    select
        issuers.issuer,
        base_names.segment_id,
        base_names.name_key
    from {{ ref('int_segments__segment_base_names') }} as base_names
    cross join {{ ref('int_segments__segment_issuer') }} as issuers
),

known_keys as (
    select name_key from {{ ref('segment_names') }}
),

known_features as (
    select feature_name from {{ ref('feature_catalog') }}
),

as_named as (
    select former_names.*
    from former_names
    left join base_names
        on
            former_names.issuer = base_names.issuer
            and former_names.segment_id = base_names.segment_id
    left join known_keys on former_names.name_key = known_keys.name_key
    left join known_features on former_names.feature_name = known_features.feature_name
    where
        -- a segment without customers has no profile to be named by
        base_names.segment_id is null
        or (
            (
                known_keys.name_key is not null
                -- a seed without it must not name them anew with every build
                or former_names.name_key = 'unassigned'
            )
            and (
                former_names.feature_name is null
                or known_features.feature_name is not null
            )
        )
)

select
    issuer,
    segment_id,
    name_key,
    feature_name,
    direction,
    name_number,
    named_on,
    false as is_new
from as_named
union all
select
    base_names.issuer,
    base_names.segment_id,
    base_names.name_key,
    cast(null as {{ dbt.type_string() }}) as feature_name,
    cast(null as {{ dbt.type_string() }}) as direction,
    cast(null as int) as name_number,
    cast(null as date) as named_on,
    true as is_new
from base_names
left join as_named
    on
        base_names.issuer = as_named.issuer
        and base_names.segment_id = as_named.segment_id
where as_named.segment_id is null
