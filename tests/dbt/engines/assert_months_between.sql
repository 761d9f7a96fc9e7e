-- boundaries of months, also between the ends of a long and a short one
{% set cases = [
    ("'2024-01-31'", "'2024-02-29'", "1"),
    ("'2024-01-31'", "'2024-02-01'", "1"),
    ("'2023-11-15'", "'2024-02-14'", "3"),
    ("'2024-05-01'", "'2024-05-31'", "0"),
    ("null", "'2024-05-31'", "null"),
] %}

with cases as (
    {% for first, second, expected in cases %}
    select
        '{{ first | replace("'", "") }}' as first_date,
        '{{ second | replace("'", "") }}' as second_date,
        {{ customer_segments.months_between(
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
