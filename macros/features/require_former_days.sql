{% macro require_former_days() %}
    {#
        Stops where customers are to keep days that are not there, or that other SQL has
        made: it was int_segments__changed_lines that took them for unchanged, and it
        was not built together with int_segments__customer_days.
    #}
    {% if not execute %}
        {{ return('') }}
    {% endif %}
    {% set former_days = customer_segments.former_days() %}
    {% set kept = 'select customer_id from '
        ~ ref('int_segments__changed_lines') ~ ' where is_unchanged' %}
    {% if former_days is not none %}
        {% set kept = kept ~ ' and customer_id not in (select customer_id from '
            ~ former_days ~ " where recipe = '"
            ~ customer_segments.days_recipe() ~ "')" %}
    {% endif %}
    {% set lost = run_query('select count(*) from (' ~ kept ~ ') as kept') %}
    {% if lost.columns[0].values()[0] %}
        {{ exceptions.raise_compiler_error(
            'customer_segments: int_segments__customer_days cannot be built without '
            ~ 'int_segments__changed_lines, which keeps the days of '
            ~ lost.columns[0].values()[0] ~ ' customers that are not there. Run '
            ~ 'dbt build --select int_segments__changed_lines+, or build everything.'
        ) }}
    {% endif %}
    {{ return('') }}
{% endmacro %}
