-- four digits, halves away from zero as the double has them
{% set cases = [] %}
{% for given, expected in [
    ("cast('0.30000000000000004' as double)", "0.3"),
    ("cast('1.23456' as double)", "1.2346"),
    ("cast('-1.23456' as double)", "-1.2346"),
    ("cast('0.00005' as double)", "0.0001"),
    ("cast('99999999999.1234' as double)", "99999999999.1234"),
    (
        "cast('12345678901234.5678' as decimal(28, 4))",
        "cast('12345678901234.5678' as decimal(18, 4))"
    ),
    ("cast(null as double)", "null"),
] %}
{% do cases.append((given, customer_segments.as_money(given), expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, 'decimal(18, 4)') }}
