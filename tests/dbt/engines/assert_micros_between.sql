-- over a leap day, to the microsecond; null where a time is
{% set cases = [] %}
{% for first, second, expected in [
    ("'2024-02-28 23:59:59'", "'2024-03-01 00:00:00'", "86401000000"),
    ("'2024-03-01 10:00:00'", "'2024-03-01 10:00:00'", "0"),
    ("'2024-03-01 10:00:00.999999'", "'2024-03-01 10:00:01'", "1"),
    ("'1969-12-31 23:59:59.5'", "'1970-01-01 00:00:00.25'", "750000"),
    ("'1900-01-01 00:00:00'", "'2199-12-31 00:00:00'", "9467020800000000"),
    ("null", "'2024-01-01 00:00:00'", "null"),
    ("'2024-01-01 00:00:00'", "null", "null"),
] %}
{% set found = customer_segments.micros_between(
    'cast(' ~ first ~ ' as timestamp)', 'cast(' ~ second ~ ' as timestamp)'
) %}
{% do cases.append((first ~ ' to ' ~ second, found, expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, 'bigint') }}
