-- A segment has a row in each month, also before it appears and after it ended: no
-- chart has gaps then.
with kept as (
    select * from {{ ref('int_segments__segment_intervals') }}
    where customer_id is not null
),

months as (
    select * from {{ ref('int_segments__history_months') }}
),

moves as (
    select * from {{ ref('int_segments__segment_moves') }}
),

segments as (
    select
        segment_id,
        max(segment_name) as segment_name
    from kept
    group by segment_id
),

flows as (
    select
        to_segment_id as segment_id,
        month_on,
        case when is_first then 1 else 0 end as begun,
        case when is_first then 0 else 1 end as joined,
        0 as went,
        is_new_version
    from moves
    union all
    select
        from_segment_id as segment_id,
        month_on,
        0 as begun,
        0 as joined,
        1 as went,
        is_new_version
    from moves
),

monthly as (
    select
        segment_id,
        month_on,
        sum(begun) as begun_count,
        sum(joined) as joined_count,
        sum(went) as left_count,
        sum(case when is_new_version then 0 else joined end) as own_joined_count,
        sum(case when is_new_version then 0 else went end) as own_left_count
    from flows
    where segment_id is not null
    group by segment_id, month_on
)

select
    segments.segment_id,
    segments.segment_name,
    {%- for count in [
        'begun_count', 'joined_count', 'left_count', 'own_joined_count',
        'own_left_count',
    ] %}
    coalesce(monthly.{{ count }}, 0) as {{ count }},
    {%- endfor %}
    months.is_complete,
    months.month_on
from segments
cross join months
left join monthly
    on
        segments.segment_id = monthly.segment_id
        and months.month_on = monthly.month_on
