with rule_counts as (
    select * from {{ ref('int_segments__rule_counts') }}
),

measured as (
    {{ customer_segments.rule_measures('rule_counts') }}
)

select * from measured
