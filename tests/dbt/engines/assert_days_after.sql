-- over the end of a month, a leap day and back
{% set cases = [
    ('2024-02-28', 2, '2024-03-01'), ('2024-03-01', -1, '2024-02-29'),
    ('2023-12-31', 1, '2024-01-01'), ('2024-05-05', 0, '2024-05-05'),
] %}

with cases as (
    {% for given, days, expected in cases %}
    select
        '{{ given }}' as given,
        {{ customer_segments.days_after("cast('" ~ given ~ "' as date)", days) }}
            as found,
        cast('{{ expected }}' as date) as expected
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    given,
    found,
    expected
from cases
where found is distinct from expected
