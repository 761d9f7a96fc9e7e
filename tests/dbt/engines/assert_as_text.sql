-- a number is the same id whatever its type; what is no number is none
{% set cases = [
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

with cases as (
    {% for given, expected in cases %}
    select
        '{{ given | replace("'", "") }}' as given,
        {{ customer_segments.as_text(given) }} as found,
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
