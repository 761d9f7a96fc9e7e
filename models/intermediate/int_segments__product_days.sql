with changed_lines as (
    select * from {{ ref('int_segments__changed_lines') }}
)

{{ customer_segments.cumulative_variety('changed_lines', 'product') }}
