-- How far sessions got, by month and segment. Who gets further has been at each step
-- before: a basket filled from a list of favourites was seen too.
{% set steps = ['view', 'basket', 'checkout', 'purchase'] %}

with sessions as (
    select * from {{ ref('sessions') }}
    where not is_suspect
),

cutoffs as (
    select * from {{ ref('int_segments__cutoffs') }}
    where is_as_of
),

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

reached as (
    select
        coalesce(customer_segments.segment_id, 'none') as segment_id,
        coalesce(customer_segments.segment_name, 'No segment') as segment_name,
        case
            when sessions.purchase_count > 0 then 4
            when sessions.checkout_count > 0 then 3
            when sessions.add_to_cart_count > 0 then 2
            when sessions.view_count > 0 then 1
            else 0
        end as step,
        sessions.revenue,
        cast({{ dbt.date_trunc('month', 'sessions.started_on') }} as date) as started_in
    from sessions
    inner join cutoffs on sessions.started_on < cutoffs.cutoff_on
    left join customer_segments
        on sessions.customer_id = customer_segments.customer_id
),

counted as (
    select
        segment_id,
        segment_name,
        cast(count(*) as bigint) as session_count,
        {%- for step in steps %}
        cast(sum(case when step >= {{ loop.index }} then 1 else 0 end) as bigint)
            as {{ step }}_count,
        {%- endfor %}
        sum(revenue) as revenue,
        started_in
    from reached
    group by segment_id, segment_name, started_in
)

select
    segment_id,
    segment_name,
    session_count,
    view_count,
    basket_count,
    checkout_count,
    purchase_count,
    {{ customer_segments.ratio('view_count', 'session_count') }} as view_rate,
    {{ customer_segments.ratio('basket_count', 'view_count') }} as basket_rate,
    {{ customer_segments.ratio('checkout_count', 'basket_count') }} as checkout_rate,
    {{ customer_segments.ratio('purchase_count', 'checkout_count') }} as purchase_rate,
    {{ customer_segments.ratio('purchase_count', 'session_count') }} as conversion_rate,
    cast(revenue as decimal(18, 4)) as revenue,
    started_in as month_on
from counted
order by started_in, segment_id
