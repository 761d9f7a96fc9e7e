{% macro reopened_sessions(sessions, kept_before) %}
    {#
        A select of the former sessions that events from a day on may change: those of
        a stretch of activity whose last event is at most the timeout before it. Of
        sessions that the input brings, those with an event from that day on, as they
        were and as they are.
    #}
    select
        visitor_id,
        input_session_id,
        events_checksum,
        unbroken_since_at
    from {{ sessions }}
    where
        input_session_id is null
        and (visitor_id, unbroken_since_at) in (
            select
                visitor_id,
                unbroken_since_at
            from {{ sessions }}
            where
                input_session_id is null
                and ended_at >= {{ customer_segments.reopened_since(kept_before) }}
        )
    {%- if customer_segments.has_session_ids() %}
        or input_session_id is not null
        and (
            ended_at >= {{ kept_before }}
            or (visitor_id, input_session_id) in (
                select
                    visitor_id,
                    session_id
                from {{ ref('stg_segments__events') }}
                where session_id is not null and event_at >= {{ kept_before }}
            )
        )
    {%- endif %}
{% endmacro %}
