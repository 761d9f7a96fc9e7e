-- over a leap day; null where a date is
{% set cases = [] %}
{% for first, second, expected in [
    ("'2024-02-28'", "'2024-03-01'", "2"),
    ("'2024-03-01'", "'2024-03-01'", "0"),
    ("'2023-12-31'", "'2024-12-31'", "366"),
    ("null", "'2024-01-01'", "null"),
    ("'2024-01-01'", "null", "null"),
] %}
{% set found = customer_segments.days_between(
    'cast(' ~ first ~ ' as date)', 'cast(' ~ second ~ ' as date)'
) %}
{% do cases.append((first ~ ' to ' ~ second, found, expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, 'int') }}
