with activity as (
    select * from {{ ref('int_segments__customer_activity') }}
    where is_as_of
),

rfm_labels as (
    select * from {{ ref('rfm_labels') }}
),

-- equal values get equal scores: a score says what share of customers is strictly worse
ranked as (
    select
        activity.*,
        rank() over (order by activity.recency_days desc) as r_rank,
        rank() over (order by activity.order_count asc) as f_rank,
        rank() over (order by activity.net_amount asc) as m_rank,
        count(*) over () as customer_count
    from activity
),

scored as (
    select
        ranked.*,
        {% for letter in ['r', 'f', 'm'] %}
        cast(
            1 + floor(5e0 * (ranked.{{ letter }}_rank - 1) / ranked.customer_count)
            as int
        ) as {{ letter }}_score,
        {% endfor %}
        ranked.customer_age_days - ranked.recency_days as days_first_to_last_purchase
    from ranked
)

select
    ---------- ids
    scored.customer_id,

    ---------- strings
    concat(
        cast(scored.r_score as {{ dbt.type_string() }}),
        cast(scored.f_score as {{ dbt.type_string() }}),
        cast(scored.m_score as {{ dbt.type_string() }})
    ) as rfm_cell,
    cast(rfm_labels.rfm_label as {{ dbt.type_string() }}) as rfm_label,

    ---------- numerics
    cast(scored.recency_days as bigint) as recency_days,
    cast(scored.order_count as bigint) as frequency,
    cast(scored.net_amount as double) as monetary,
    scored.r_score,
    scored.f_score,
    scored.m_score,
    cast(scored.purchase_day_count - 1 as bigint) as repeat_purchase_days,
    cast(scored.days_first_to_last_purchase as bigint) as days_first_to_last_purchase,
    cast(scored.customer_age_days as bigint) as customer_age_days,

    ---------- dates
    scored.first_ordered_on,
    scored.last_ordered_on,
    scored.cutoff_on as as_of
from scored
left join rfm_labels
    on
        scored.r_score = rfm_labels.r_score
        and cast(floor((scored.f_score + scored.m_score + 1) / 2e0) as int)
        = rfm_labels.fm_score
order by scored.customer_id
