{{ config(materialized='ephemeral') }}

-- What int_segments__segment_intervals is before it is built: a model cannot name
-- itself in a ref, and a unit test can give these rows.
{% set former = customer_segments.former_table('int_segments__segment_intervals') %}
{% set text = dbt.type_string() %}
{% set columns = {
    'customer_id': text, 'segment_id': text, 'segment_name': text,
    'model_version': 'int', 'customer_count': 'bigint', 'valid_from': 'date',
    'valid_to': 'date',
} %}

{% set nothing = [] %}
{% for column, type in columns.items() %}
{% do nothing.append('cast(null as ' ~ type ~ ') as ' ~ column) %}
{% endfor %}

select
    {{ (columns if former is not none else nothing) | join(',\n    ') }}
{% if former is not none %}
from {{ former }}
{% else %}
where 1 = 0
{% endif %}
