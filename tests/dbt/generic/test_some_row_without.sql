{% test some_row_without(model, column, to, field) %}
    {# At least one row has a value that the other table does not have. #}
    select count(*) as row_count
    -- with a condition the model is a query that has a name already
    from (select * from {{ model }}) as here
    left join (select distinct {{ field }} as value_there from {{ to }}) as there
        on here.{{ column }} = there.value_there
    where there.value_there is null
    having count(*) = 0
{% endtest %}
