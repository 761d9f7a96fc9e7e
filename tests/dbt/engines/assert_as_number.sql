-- what a double can be read from, and no other engine-made way to write one
{% set cases = [
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

with cases as (
    {% for given, expected in cases %}
    select
        '{{ given | replace("'", "") }}' as given,
        {{ customer_segments.as_number(given) }} as found,
        cast({{ expected }} as double) as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    given,
    found,
    expected
from cases
where found is distinct from expected
