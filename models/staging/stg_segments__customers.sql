with base_customers as (
    select * from {{ ref('base_segments__customers') }}
)

select
    customer_id,
    {%- for attribute in customer_segments.input_attributes('customers') %}
    {{ adapter.quote(attribute) }},
    {%- endfor %}
    signed_up_at
from base_customers
where rejection_reason is null
