{% macro replaced_midnight_visits(target, made, kept_before) %}
    {# Which kept visits go: those of sessions that are not there as they were. #}
    {% set since = customer_segments.reopened_since(kept_before) %}
    session_id in (select session_id from {{ made }})
    or ended_at >= {{ since }}
    and not exists (
        select 1 from {{ ref('sessions') }} as sessions
        where
            sessions.ended_at >= {{ since }}
            and sessions.session_id = {{ target }}.session_id
            and sessions.events_checksum = {{ target }}.events_checksum
    )
{% endmacro %}
