{% test unique_together(model, columns) %}
    {# The columns together name a row: no combination of their values occurs twice. #}
    select {{ columns | join(', ') }}
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}
