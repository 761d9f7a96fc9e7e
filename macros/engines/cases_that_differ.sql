{% macro cases_that_differ(cases, type) %}
    {#
        For a test of a macro: the cases where it does not give what every engine must
        give. A case is what is shown of it, the SQL that was made, and that expected.
    #}
    with cases as (
        {% for given, found, expected in cases %}
        select
            '{{ given | replace("'", "") }}' as given,
            {{ found }} as found,
            cast({{ expected }} as {{ type }}) as expected
        {{ 'union all' if not loop.last }}
        {% endfor %}
    )

    select
        given,
        found,
        expected
    from cases
    where found is distinct from expected
{% endmacro %}
