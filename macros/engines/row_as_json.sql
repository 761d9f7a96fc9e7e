{% macro row_as_json(row) %}
    {{ return(adapter.dispatch('row_as_json', 'customer_segments')(row)) }}
{% endmacro %}

{% macro default__row_as_json(row) %}
    {{ return('to_json(' ~ row ~ ')') }}
{% endmacro %}

{% macro spark__row_as_json(row) %}
    {# nulls are written out, and a fraction of a second only where there is one #}
    {%- set pattern = 'yyyy-MM-dd HH:mm:ss[.SSSSSS]' -%}
    regexp_replace(
        to_json(
            {{ row }},
            map(
                'ignoreNullFields', 'false',
                'timestampFormat', '{{ pattern }}',
                'timestampNTZFormat', '{{ pattern }}'
            )
        ),
        '"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8})([.][0-9]*[1-9])?[.]?0*"', '"$1$2"'
    )
{% endmacro %}

{% macro duckdb__row_as_json(row) %}
    {{ return('cast(to_json(' ~ row ~ ') as varchar)') }}
{% endmacro %}
