{% test unique_together(model, columns, never_null=[]) %}
    {#
        The columns together name a row: no combination of their values occurs twice.
        Nor has a column of never_null a null: one test in place of two, as dbt takes
        longer for a test than an engine does.
    #}
    select {{ columns | join(', ') }}
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
    {%- if never_null %}
    union all
    select {{ columns | join(', ') }}
    from {{ model }}
    where {{ never_null | join(' is null or ') }} is null
    {%- endif %}
{% endtest %}
