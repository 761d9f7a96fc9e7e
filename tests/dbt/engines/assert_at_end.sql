-- the first or last that is given, whatever stands before or behind it
{% set rows %}
    select 1 as moment, cast(null as {{ dbt.type_string() }}) as page
    union all
    select 2 as moment, 'b' as page
    union all
    select 3 as moment, 'a' as page
    union all
    select 4 as moment, null as page
{% endset %}
{% set cases = [] %}
{% for end, condition, expected in [
    ('first', 'moment > 0', "'b'"),
    ('last', 'moment > 0', "'a'"),
    ('first', 'moment = 1', 'null'),
    ('last', 'moment = 5', 'null'),
] %}
{% set found = '(select ' ~ customer_segments.at_end('page', end) ~ ' from ('
    ~ rows ~ ') as pages where ' ~ condition ~ ')' %}
{% do cases.append((condition, found, expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, dbt.type_string()) }}
