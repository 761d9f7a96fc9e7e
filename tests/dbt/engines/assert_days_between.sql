-- over a leap day; null where a date is
{% set cases = [
    ("'2024-02-28'", "'2024-03-01'", "2"),
    ("'2024-03-01'", "'2024-03-01'", "0"),
    ("'2023-12-31'", "'2024-12-31'", "366"),
    ("null", "'2024-01-01'", "null"),
    ("'2024-01-01'", "null", "null"),
] %}

with cases as (
    {% for first, second, expected in cases %}
    select
        '{{ first | replace("'", "") }}' as first_date,
        '{{ second | replace("'", "") }}' as second_date,
        {{ customer_segments.days_between(
            'cast(' ~ first ~ ' as date)', 'cast(' ~ second ~ ' as date)'
        ) }} as found,
        cast({{ expected }} as int) as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    first_date,
    second_date,
    found,
    expected
from cases
where found is distinct from expected
