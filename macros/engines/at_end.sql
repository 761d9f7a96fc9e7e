{% macro at_end(column, end) %}
    {# An aggregate: the first or last text of a session that is given. #}
    {{ return(adapter.dispatch('at_end', 'customer_segments')(column, end)) }}
{% endmacro %}

{% macro default__at_end(column, end) %}
    {% set moment = 'case when ' ~ column ~ ' is not null then moment end' %}
    {{ return(
        ('min_by(' if end == 'first' else 'max_by(') ~ column ~ ', ' ~ moment ~ ')'
    ) }}
{% endmacro %}

{% macro duckdb__at_end(column, end) %}
    {# passes nulls over by itself; to make moments null costs a third of the time #}
    {{ return(('arg_min(' if end == 'first' else 'arg_max(') ~ column ~ ', moment)') }}
{% endmacro %}
