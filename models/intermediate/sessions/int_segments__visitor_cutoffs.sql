-- Whose an anonymous visitor is, as far as was known at a cutoff.
with links as (
    select * from {{ ref('int_segments__visitor_links') }}
),

visitor_groups as (
    select * from {{ ref('int_segments__visitor_groups') }}
),

candidates as (
    select
        group_id,
        customer_id,
        sum(event_count) as event_count,
        sum(declaration_count) > 0 as is_declared,
        is_as_of,
        cutoff_on,
        max(last_at) as last_at
    from links
    group by group_id, customer_id, is_as_of, cutoff_on
),

ranked as (
    select
        *,
        row_number() over (
            partition by group_id, is_as_of, cutoff_on
            order by {{ customer_segments.identity_order(
                is_declared='is_declared', event_count='event_count',
                last_at='last_at', customer_id='customer_id'
            ) }}
        ) as place
    from candidates
),

members as (
    select
        anonymous_id,
        group_id,
        cutoff_on
    from links
    union distinct
    select
        anonymous_id,
        group_id,
        cutoff_on
    from visitor_groups
)

select
    members.anonymous_id,
    ranked.customer_id,
    ranked.is_as_of,
    ranked.cutoff_on
from members
inner join ranked
    on
        members.group_id = ranked.group_id
        and members.cutoff_on = ranked.cutoff_on
where ranked.place = 1
