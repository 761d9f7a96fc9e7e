{% macro at_end(column, end) %}
    {# An aggregate: the first or last text of a session that is given. #}
    {% set place = 'case when ' ~ column ~ ' is not null then place end' %}
    {{ return(
        ('min_by(' if end == 'first' else 'max_by(') ~ column ~ ', ' ~ place ~ ')'
    ) }}
{% endmacro %}
