-- Monday is 1 and Sunday 7
{% set cases = [
    ("cast('2024-03-03' as date)", "7"),
    ("cast('2024-03-04' as date)", "1"),
    ("cast('2024-02-29' as date)", "4"),
] %}

with cases as (
    {% for given, expected in cases %}
    select
        '{{ given | replace("'", "") }}' as given,
        {{ customer_segments.day_of_week(given) }} as found,
        cast({{ expected }} as int) as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    given,
    found,
    expected
from cases
where found is distinct from expected
