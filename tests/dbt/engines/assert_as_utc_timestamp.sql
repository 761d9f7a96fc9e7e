-- an offset is respected, a text without one is UTC, and half a date is none
{% set cases = [] %}
{% for given, expected in [
    ("'2024-03-01 10:00:00'", "timestamp '2024-03-01 10:00:00'"),
    ("'2024-03-01'", "timestamp '2024-03-01 00:00:00'"),
    ("' 2024-3-1 9:05 '", "timestamp '2024-03-01 09:05:00'"),
    ("'2024-03-01T10:00:00Z'", "timestamp '2024-03-01 10:00:00'"),
    ("'2024-03-01 10:00:00+02'", "timestamp '2024-03-01 08:00:00'"),
    ("'2024-03-01 10:00:00 +02:00'", "timestamp '2024-03-01 08:00:00'"),
    ("'2024-03-01 10:00-0330'", "timestamp '2024-03-01 13:30:00'"),
    ("'2024-03-01 10:00:00 Europe/Berlin'", "timestamp '2024-03-01 09:00:00'"),
    ("'2024-03-01 10:00:00.250'", "timestamp '2024-03-01 10:00:00.25'"),
    ("cast('2024-03-01' as date)", "timestamp '2024-03-01 00:00:00'"),
    ("cast('2024-03-01 10:00:00' as timestamp)", "timestamp '2024-03-01 10:00:00'"),
    ("'2024-02-30'", "null"),
    ("'2024'", "null"),
    ("'10:00'", "null"),
    ("'nonsense'", "null"),
    ("'today'", "null"),
] %}
{% do cases.append((given, customer_segments.as_utc_timestamp(given), expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, dbt.type_timestamp()) }}
