with features as (
    select * from {{ ref('int_segments__customer_features') }}
)

select
    customer_id,
    {%- for feature in customer_segments.feature_names() %}
    {{ feature }},
    {%- endfor %}
    cutoff_on as as_of
from features
where is_as_of
order by customer_id
