{% macro events_with_stretches(events) %}
    {#
        Events, given as a select, with the start of their stretch of activity; see
        stretch_marks. The select is written twice: read as one step, all columns of all
        events would be kept in memory.
    #}
    select
        events.*,
        marks.unbroken_since_at,
        coalesce(events.event_at >= marks.tied_at, false) as may_tie
    from (
        {{ events }}
    ) as events
    inner join (
        {{ customer_segments.stretch_marks(events) }}
    ) as marks
        on
            events.visitor_key = marks.visitor_key
            {%- if customer_segments.has_session_ids() %}
            and events.session_id is not distinct from marks.session_id
            {%- endif %}
            and cast(events.event_at as date) = marks.event_on
            and events.event_at >= marks.from_at
            and events.event_at < marks.until_at
{% endmacro %}
