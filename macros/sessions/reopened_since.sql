{% macro reopened_since(kept_before) %}
    {# When a session must have ended, at least, for later events to change it. #}
    {{ return(customer_segments.minutes_before(
        kept_before, customer_segments.segments_var('segments_session_timeout_minutes')
    )) }}
{% endmacro %}
