{% macro events_with_stretches(events) %}
    {#
        Events with the start of their stretch of activity, in which no pause is longer
        than the timeout, and their place among all of the visitor. Events that bring a
        session of their own have no part in the stretches of the others.
    #}
    {% set timeout = customer_segments.segments_var('segments_session_timeout_minutes')
    %}
    {% set partition = 'visitor_key' ~ (
        ', session_id' if customer_segments.has_session_ids() else ''
    ) %}
    {% set gap = customer_segments.micros_between('previous_at', 'event_at') %}
    {% set is_own = 'session_id is null and ' if customer_segments.has_session_ids()
        else '' %}
    select
        *,
        -- the latest start so far, that of a twin of the event included
        max(
            case
                when previous_at is null then event_at
                when {{ is_own }}{{ gap }} > {{ timeout * 60 * 1000000 }} then event_at
            end
        ) over in_order as unbroken_since_at,
        row_number() over in_order as place
    from (
        select
            *,
            lag(event_at) over (
                partition by {{ partition }}
                order by event_at, event_key
            ) as previous_at
        from {{ events }}
    ) as timed
    window
        in_order as (
            partition by {{ partition }}
            order by event_at, event_key
        )
{% endmacro %}
