{% macro events_past_midnight(kept_before) %}
    {#
        A select of the events, with the start of their stretch of activity, of those
        stretches in which a session passes a midnight: of all, or where visits are
        kept, of those with a session that was not there, or had other events.
    #}
    {% set since = customer_segments.reopened_since(kept_before) %}
    {% set spans %}
        select
            visitor_id,
            input_session_id,
            unbroken_since_at,
            max(ended_at) as until_at
        from {{ ref('sessions') }} as sessions
        where
            started_on < cast(ended_at as date)
        {%- if kept_before is not none %}
            -- by now a session may end earlier than when visits were made of it
            and (
                ended_at >= {{ since }}
                or session_id in (
                    select session_id from {{ this }} where ended_at >= {{ since }}
                )
            )
            and not exists (
                select 1 from {{ this }} as former
                where
                    former.session_id = sessions.session_id
                    and former.events_checksum = sessions.events_checksum
            )
        {%- endif %}
        group by visitor_id, input_session_id, unbroken_since_at
    {% endset %}
    select
        events.*,
        spans.unbroken_since_at,
        true as may_tie
    from (
        {{ spans }}
    ) as spans
    inner join {{ ref('stg_segments__events') }} as events
        on
            spans.visitor_id = events.visitor_id
            and spans.input_session_id is not distinct from events.session_id
            and spans.unbroken_since_at <= events.event_at
            and spans.until_at >= events.event_at
    {%- if kept_before is not none %}
    -- what engines pass days over by
    where
        events.event_at >= (
            select min(unbroken_since_at) from (
                {{ spans }}
            ) as reopened
        )
    {%- endif %}
{% endmacro %}
