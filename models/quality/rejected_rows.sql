-- it waits for as_of, which may be refused: then no public table has changed
-- depends_on: {{ ref('int_segments__cutoffs') }}
{% set inputs = customer_segments.input_contract() %}

with
{% for input in inputs %}
base_{{ input }} as (
    select * from {{ ref('base_segments__' ~ input) }}
),
{% endfor %}

rejected as (
    {% for input in inputs %}
    select
        cast('{{ input }}' as {{ dbt.type_string() }}) as input_name,
        cast(rejection_reason as {{ dbt.type_string() }}) as rejection_reason,
        cast(input_content as {{ dbt.type_string() }}) as input_content
    from base_{{ input }}
    where rejection_reason is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from rejected
