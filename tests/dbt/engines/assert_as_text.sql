-- a number is the same id whatever its type; what is no number is none
{% set cases = [] %}
{% for given, expected in [
    ("cast('17850' as double)", "'17850'"),
    ("cast('-5' as double)", "'-5'"),
    ("cast('20000000' as double)", "'20000000'"),
    ("cast('0.5' as double)", "'0.5'"),
    ("cast('nan' as double)", "null"),
    ("cast('inf' as double)", "null"),
    ("cast('12.50' as decimal(10, 2))", "'12.5'"),
    ("cast('7' as decimal(10, 2))", "'7'"),
    ("17850", "'17850'"),
    ("' 17850.0 '", "' 17850.0 '"),
    ("cast(null as double)", "null"),
    ("true", "'true'"),
    ("cast('2024-03-01' as date)", "'2024-03-01'"),
] %}
{% do cases.append((given, customer_segments.as_text(given), expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, dbt.type_string()) }}
