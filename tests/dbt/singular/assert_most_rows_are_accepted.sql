{{ config(severity='warn') }}

-- Inputs of which more than half of the rows cannot be used: most likely their mapping
-- is wrong. rejected_rows has the rows and the reasons.
with rejected as (
    select
        input_name,
        count(*) as rejected_count
    from {{ ref('rejected_rows') }}
    group by input_name
),

inputs as (
    {% for input in customer_segments.input_contract() %}
    select
        '{{ input }}' as input_name,
        count(*) as row_count
    from {{ ref('base_segments__' ~ input) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    inputs.input_name,
    inputs.row_count,
    rejected.rejected_count
from inputs
inner join rejected on inputs.input_name = rejected.input_name
where rejected.rejected_count * 2 > inputs.row_count
