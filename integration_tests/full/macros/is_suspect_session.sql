{% macro default__is_suspect_session(event_count, duration_seconds) %}
    {# In this shop three clicks in no time are no person's. #}
    {{ return('(' ~ event_count ~ ' >= 3 and ' ~ duration_seconds ~ ' = 0)') }}
{% endmacro %}
