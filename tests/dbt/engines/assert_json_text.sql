-- texts lose their quotes, lists keep their form, and a path that leads nowhere is null
{% set document = '{"seed": 7, "name": "x y", "held_out": {"r2": 0.5}, '
    ~ '"list": ["a", "b"]}' %}
{% set cases = [
    ('seed', "'7'"), ('name', "'x y'"), ('held_out.r2', "'0.5'"),
    ('list', "'[\"a\",\"b\"]'"), ('absent', 'null'), ('name.deeper', 'null'),
] %}

with cases as (
    {% for path, expected in cases %}
    select
        '{{ path }}' as given,
        {{ customer_segments.json_text("'" ~ document ~ "'", path) }} as found,
        cast({{ expected }} as {{ dbt.type_string() }}) as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    given,
    found,
    expected
from cases
where found is distinct from expected
