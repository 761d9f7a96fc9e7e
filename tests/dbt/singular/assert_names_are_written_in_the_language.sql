-- A text of the seeds that segments_language asks for is empty: write it, or choose the
-- other language.
{% set columns = {
    'segment_names': ['name_key', 'name', 'description', 'action'],
    'feature_catalog': ['feature_name', 'label_high', 'label_low'],
} %}
{% for seed, texts in columns.items() %}
{% for text in texts[1:] %}
{% set column = customer_segments.in_language(text) %}
select
    '{{ seed }}' as seed_name,
    '{{ column }}' as column_name,
    {{ texts[0] }} as row_key
from {{ ref(seed) }}
where coalesce(trim({{ column }}), '') = ''
{{ 'union all' if not loop.last }}
{% endfor %}
{{ 'union all' if not loop.last }}
{% endfor %}
