{% macro session_keys() %}
    {#
        The columns that tell sessions apart: the visitor, the start of the stretch of
        activity, and what cuts a stretch: a length, counted from its start again and
        again, and by segments_session_breaks midnights (UTC) and new campaigns.
    #}
    {% set breaks = customer_segments.segments_var('segments_session_breaks') %}
    {% set longest = customer_segments.segments_var('segments_session_max_minutes') %}
    {% set keys = ['visitor_key', 'unbroken_since_at'] %}
    {% if customer_segments.has_session_ids() %}
        {% do keys.append('session_id') %}
    {% endif %}
    {% if longest is not none %}{% do keys.append('length_number') %}{% endif %}
    {% if 'midnight' in breaks %}{% do keys.append('day_number') %}{% endif %}
    {% if 'campaign' in breaks %}{% do keys.append('campaign_number') %}{% endif %}
    {{ return(keys) }}
{% endmacro %}
