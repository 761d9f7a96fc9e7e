{% macro input_rows(input) %}
    {#
        Every row of a mapped input, with the user's columns under the contract's names
        as they were given (`<column>__given`), and the whole row in `input_row`. An
        input or a column that is not mapped gives typed nulls.
    #}
    {% set mapping = customer_segments.segments_input(input) %}
    {% set contract = customer_segments.input_contract(input) %}
    {% set attributes = customer_segments.input_attributes(input) %}
    {% set columns = mapping['columns'] if mapping is not none else {} %}
    select
        {{ customer_segments.row_as_struct('source_rows') }} as input_row
        {%- for column in contract.keys() | list + attributes %},
        {{ customer_segments._given_expression(columns.get(column)) }}
            as {{ column }}__given
        {%- endfor %}
    from (
        {%- if mapping is none %}
        select cast(null as {{ dbt.type_string() }}) as not_mapped
        where 1 = 0
        {%- else %}
        select *
        from {{ customer_segments.input_relation(input) }}
        {%- if mapping.get('where') %}
        where {{ mapping['where'] }}
        {%- endif %}
        {%- endif %}
    ) as source_rows
{% endmacro %}

{% macro _given_expression(expression) %}
    {% if expression is none %}
        {{ return('cast(null as ' ~ dbt.type_string() ~ ')') }}
    {% elif customer_segments._is_column_name(expression) %}
        {{ return('source_rows.' ~ adapter.quote(expression)) }}
    {% endif %}
    {# the expression may end in a comment #}
    {{ return('(' ~ expression ~ '\n)') }}
{% endmacro %}

{% macro _is_column_name(expression) %}
    {{ return(modules.re.match('[A-Za-z_][\\w$]*$', expression | string) is not none) }}
{% endmacro %}
