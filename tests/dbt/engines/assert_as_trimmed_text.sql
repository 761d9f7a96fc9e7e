-- blanks around a text are no part of it, whatever script it is of
{% set cases = [] %}
{% for given, expected in [
    ("'a'", "'a'"),
    ("'a b'", "'a b'"),
    ("' a'", "'a'"),
    ("'a '", "'a'"),
    ("'  ä  '", "'ä'"),
    ("'ä '", "'ä'"),
    ("' '", "null"),
    ("''", "null"),
    ("'!'", "'!'"),
    ("'~ '", "'~'"),
    ("'🎉 '", "'🎉'"),
    ("cast(null as " ~ dbt.type_string() ~ ")", "null"),
    ("17850", "'17850'"),
    ("cast('17850' as double)", "'17850'"),
] %}
{% do cases.append((given, customer_segments.as_trimmed_text(given), expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, dbt.type_string()) }}
