{{ config(materialized='table') }}

-- One row per segment of the ids in use: its name as it reads in the language.
{% set in_language = customer_segments.in_language %}
with kept_names as (
    select * from {{ ref('int_segments__kept_names') }}
),

issuers as (
    select * from {{ ref('int_segments__segment_issuer') }}
),

segment_names as (
    select
        name_key,
        {{ in_language('name') }} as name_text
    from {{ ref('segment_names') }}
),

feature_catalog as (
    select
        feature_name,
        {{ in_language('label_high') }} as label_high,
        {{ in_language('label_low') }} as label_low
    from {{ ref('feature_catalog') }}
),

named as (
    select
        kept_names.segment_id,
        kept_names.name_key,
        kept_names.name_number,
        kept_names.named_on,
        -- an ended segment's key may be no more
        coalesce(segment_names.name_text, kept_names.name_key) as base_name,
        case
            when kept_names.direction = 'high' then feature_catalog.label_high
            else feature_catalog.label_low
        end as qualifier
    from kept_names
    inner join issuers on kept_names.issuer = issuers.issuer
    left join segment_names on kept_names.name_key = segment_names.name_key
    left join feature_catalog on kept_names.feature_name = feature_catalog.feature_name
),

written as (
    select
        *,
        base_name
        || coalesce({{ customer_segments.wording('qualifier') }} || qualifier, '')
        || case
            when name_number > 1
                then ' ' || cast(name_number as {{ dbt.type_string() }})
            else ''
        end as full_name
    from named
),

-- edited texts may be those of another name: the one named first goes without its id
ranked as (
    select
        *,
        row_number() over (
            partition by full_name
            order by named_on asc, segment_id asc
        ) as twin
    from written
)

select
    segment_id,
    name_key,
    base_name,
    full_name || case when twin > 1 then ' (' || segment_id || ')' else '' end
        as segment_name
from ranked
