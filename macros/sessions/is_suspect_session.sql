{% macro is_suspect_session(event_count, duration_seconds) %}
    {# Override in your project by customer_segments' dispatch search order. #}
    {{ return(
        adapter.dispatch('is_suspect_session', 'customer_segments')(
            event_count=event_count, duration_seconds=duration_seconds
        )
    ) }}
{% endmacro %}

{% macro default__is_suspect_session(event_count, duration_seconds) %}
    {# A thousand events, or fifty at more than one a second, are no person's. #}
    {{ return(
        '(' ~ event_count ~ ' >= 1000 or (' ~ event_count ~ ' >= 50 and '
        ~ duration_seconds ~ ' < ' ~ event_count ~ '))'
    ) }}
{% endmacro %}
