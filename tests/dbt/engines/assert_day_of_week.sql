-- Monday is 1 and Sunday 7
{% set cases = [] %}
{% for given, expected in [
    ("cast('2024-03-03' as date)", "7"),
    ("cast('2024-03-04' as date)", "1"),
    ("cast('2024-02-29' as date)", "4"),
] %}
{% do cases.append((given, customer_segments.day_of_week(given), expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, 'int') }}
