-- boundaries of months, also between the ends of a long and a short one
{% set cases = [] %}
{% for first, second, expected in [
    ("'2024-01-31'", "'2024-02-29'", "1"),
    ("'2024-01-31'", "'2024-02-01'", "1"),
    ("'2023-11-15'", "'2024-02-14'", "3"),
    ("'2024-05-01'", "'2024-05-31'", "0"),
    ("null", "'2024-05-31'", "null"),
] %}
{% set found = customer_segments.months_between(
    'cast(' ~ first ~ ' as date)', 'cast(' ~ second ~ ' as date)'
) %}
{% do cases.append((first ~ ' to ' ~ second, found, expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, 'int') }}
