{% test never_null(model, columns) %}
    {# No column has a null: one scan and one test in place of one for each. #}
    select {{ columns | join(', ') }}
    from {{ model }}
    where {{ columns | join(' is null or ') }} is null
{% endtest %}
