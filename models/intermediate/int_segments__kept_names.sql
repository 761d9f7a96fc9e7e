{{ config(materialized='table') }}

-- One row per segment that was ever named: what is named stays.
with former_names as (
    select * from {{ customer_segments.former_names() }} as former_names
),

new_names as (
    select * from {{ ref('int_segments__new_names') }}
)

select
    former_names.issuer,
    former_names.segment_id,
    former_names.name_key,
    former_names.feature_name,
    former_names.direction,
    former_names.name_number,
    former_names.named_on
from former_names
left join new_names
    on
        former_names.issuer = new_names.issuer
        and former_names.segment_id = new_names.segment_id
where new_names.segment_id is null
union all
select
    issuer,
    segment_id,
    name_key,
    feature_name,
    direction,
    name_number,
    named_on
from new_names
