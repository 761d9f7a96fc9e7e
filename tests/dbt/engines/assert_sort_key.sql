-- the first column comes first, and bytes order texts
{% set cases = [] %}
{% for smaller, larger in [
    (['1', "'b'"], ['2', "'a'"]),
    (['1', "'a'"], ['1', "'b'"]),
    (['1', "'a'"], ['1', "'aa'"]),
    (['1', "'B'"], ['1', "'a'"]),
    (['-1', "'b'"], ['1', "'a'"]),
    (["timestamp '1969-12-31 23:59:59'", "'b'"], ["timestamp '1970-01-01'", "'a'"]),
] %}
{% set found = customer_segments.sort_key(smaller) ~ ' < '
    ~ customer_segments.sort_key(larger) %}
{% do cases.append((found, found, 'true')) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, 'boolean') }}
