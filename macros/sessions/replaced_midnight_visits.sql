{% macro replaced_midnight_visits(target, made, kept_before) %}
    {# Which kept visits go: those of sessions that are not there as they were. #}
    session_id in (select session_id from {{ made }})
    or not exists (
        select 1 from {{ ref('sessions') }} as sessions
        where
            sessions.session_id = {{ target }}.session_id
            and sessions.events_checksum = {{ target }}.events_checksum
    )
{% endmacro %}
