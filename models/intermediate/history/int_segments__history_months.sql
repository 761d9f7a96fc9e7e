-- Months run from that of the first run to that of the newest.
with runs as (
    select * from {{ ref('int_segments__segment_runs') }}
),

span as (
    select
        min(as_of) as begins_on,
        max(as_of) as ends_on
    from runs
),

digits as (
    {% for digit in range(10) %}
    select {{ digit }} as digit{{ ' union all' if not loop.last }}
    {% endfor %}
),

-- of eighty-three years
months as (
    select
        span.begins_on,
        span.ends_on,
        cast({{ dbt.dateadd(
            'month', '(100 * hundreds.digit + 10 * tens.digit + ones.digit)',
            dbt.date_trunc('month', 'span.begins_on')
        ) }} as date) as month_on
    from span
    cross join digits as ones
    cross join digits as tens
    cross join digits as hundreds
)

select
    begins_on <= month_on
    and ends_on >= cast({{ dbt.dateadd('month', 1, 'month_on') }} as date)
        as is_complete,
    month_on
from months
where month_on <= ends_on
