-- what a double can be read from, and no other engine-made way to write one
{% set cases = [] %}
{% for given, expected in [
    ("' 12 '", "12"),
    ("'1e5'", "100000"),
    ("'.5'", "0.5"),
    ("'-3'", "-3"),
    ("'5d'", "null"),
    ("'5 f'", "null"),
    ("'1,5'", "null"),
    ("''", "null"),
    ("'inf'", "'inf'"),
    ("7", "7"),
    ("cast('1.25' as decimal(10, 2))", "1.25"),
    ("cast(null as varchar(9))", "null"),
] %}
{% do cases.append((given, customer_segments.as_number(given), expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, 'double') }}
