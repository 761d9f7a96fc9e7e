-- texts lose their quotes, lists keep their form, and a path that leads nowhere is null
{% set document = '{"seed": 7, "name": "x y", "held_out": {"r2": 0.5}, '
    ~ '"list": ["a", "b"]}' %}
{% set cases = [] %}
{% for path, expected in [
    ('seed', "'7'"), ('name', "'x y'"), ('held_out.r2', "'0.5'"),
    ('list', "'[\"a\",\"b\"]'"), ('absent', 'null'), ('name.deeper', 'null'),
] %}
{% set found = customer_segments.json_text("'" ~ document ~ "'", path) %}
{% do cases.append((path, found, expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, dbt.type_string()) }}
