-- What tells, at each cutoff, that an anonymous visitor is a customer.
with visitor_days as (
    select * from {{ ref('int_segments__visitor_days') }}
),

identities as (
    select * from {{ ref('stg_segments__identities') }}
    where customer_id is not null
),

visitor_groups as (
    select * from {{ ref('int_segments__visitor_groups') }}
),

cutoffs as (
    select * from {{ ref('int_segments__cutoffs') }}
),

links as (
    select
        visitor_days.anonymous_id,
        visitor_days.customer_id,
        cast(sum(visitor_days.event_count) as bigint) as event_count,
        0 as declaration_count,
        cutoffs.is_as_of,
        cutoffs.cutoff_on,
        max(visitor_days.last_at) as last_at
    from visitor_days
    inner join cutoffs on visitor_days.event_on < cutoffs.cutoff_on
    group by
        visitor_days.anonymous_id, visitor_days.customer_id, cutoffs.is_as_of,
        cutoffs.cutoff_on
    union all
    select
        identities.anonymous_id,
        identities.customer_id,
        cast(0 as bigint) as event_count,
        1 as declaration_count,
        cutoffs.is_as_of,
        cutoffs.cutoff_on,
        coalesce(identities.linked_at, timestamp '1900-01-01 00:00:00') as last_at
    from identities
    inner join cutoffs
        on coalesce(identities.linked_on < cutoffs.cutoff_on, true)
)

-- visitors that are linked to each other are one
select
    links.*,
    coalesce(visitor_groups.group_id, links.anonymous_id) as group_id
from links
left join visitor_groups
    on
        links.anonymous_id = visitor_groups.anonymous_id
        and links.cutoff_on = visitor_groups.cutoff_on
