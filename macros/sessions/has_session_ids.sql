{% macro has_session_ids() %}
    {# Whether the input brings sessions of its own. #}
    {% set events = customer_segments.segments_input('events') or {} %}
    {{ return(events.get('columns', {}).get('session_id') is not none) }}
{% endmacro %}
