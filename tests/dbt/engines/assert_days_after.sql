-- over the end of a month, a leap day and back
{% set cases = [] %}
{% for given, days, expected in [
    ('2024-02-28', 2, '2024-03-01'), ('2024-03-01', -1, '2024-02-29'),
    ('2023-12-31', 1, '2024-01-01'), ('2024-05-05', 0, '2024-05-05'),
] %}
{% set date = "cast('" ~ given ~ "' as date)" %}
{% set found = customer_segments.days_after(date, days) %}
{% do cases.append((given, found, "'" ~ expected ~ "'")) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, 'date') }}
