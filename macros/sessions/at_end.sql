{% macro at_end(column, end) %}
    {# An aggregate: the first or last text of a session that is given. #}
    {% set moment = 'case when ' ~ column ~ ' is not null then moment end' %}
    {{ return(
        ('min_by(' if end == 'first' else 'max_by(') ~ column ~ ', ' ~ moment ~ ')'
    ) }}
{% endmacro %}
