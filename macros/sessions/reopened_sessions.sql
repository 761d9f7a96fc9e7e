{% macro reopened_sessions(sessions, kept_before) %}
    {#
        A select of the former sessions that events from a day on may change: those of
        a stretch of activity whose last event is at most the timeout before it, and
        those whose id the input gives again.
    #}
    {% set timeout = customer_segments.segments_var('segments_session_timeout_minutes')
    %}
    select
        former.session_id,
        former.visitor_id,
        former.input_session_id,
        former.unbroken_since_at
    from {{ sessions }} as former
    inner join (
        select
            visitor_id,
            unbroken_since_at
        from {{ sessions }}
        where
            input_session_id is null
            and ended_at >= {{ customer_segments.minutes_before(
                kept_before, timeout
            ) }}
        group by visitor_id, unbroken_since_at
    ) as unfinished
        on
            former.visitor_id = unfinished.visitor_id
            and former.unbroken_since_at = unfinished.unbroken_since_at
    where former.input_session_id is null
    {%- if customer_segments.has_session_ids() %}
    union all
    select
        former.session_id,
        former.visitor_id,
        former.input_session_id,
        former.unbroken_since_at
    from {{ sessions }} as former
    where
        (former.visitor_id, former.input_session_id) in (
            select
                visitor_id,
                session_id
            from {{ ref('stg_segments__events') }}
            where session_id is not null and event_at >= {{ kept_before }}
        )
    {%- endif %}
{% endmacro %}
