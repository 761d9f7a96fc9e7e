{% macro stretch_marks(events) %}
    {#
        Where stretches of activity, in which no pause is longer than the timeout,
        begin, and where one of them begins a day: events on event_on from from_at until
        before until_at are of the stretch since unbroken_since_at, and where may_tie is
        false, no two of them have the same time. Windows see keys and times alone, as
        engines sort what is narrow many times faster. Events that bring a session of
        their own have no part in the stretches of the others.
    #}
    {% set timeout = customer_segments.segments_var('segments_session_timeout_minutes')
    %}
    {% set keys = ['visitor_key'] + (
        ['session_id'] if customer_segments.has_session_ids() else []
    ) %}
    {% set is_own = 'session_id is null and ' if 'session_id' in keys else '' %}
    {% set gap = customer_segments.micros_between('previous_at', 'event_at') %}
    {% set visitor = 'partition by ' ~ keys | join(', ') %}
    {% set in_order = 'over (' ~ visitor ~ ' order by event_at)' %}
    select
        {{ keys | join(', ') }},
        cast(event_at as date) as event_on,
        event_at as from_at,
        coalesce(
            -- of marks of one time, the last one, which knows of ties, has the events
            lead(event_at) over ({{ visitor }} order by event_at, may_tie),
            timestamp '9999-12-31 23:59:59'
        ) as until_at,
        max(case when is_start then event_at end) {{ in_order }} as unbroken_since_at,
        may_tie
    from (
        select
            *,
            previous_at is null
            or {{ is_own }}{{ gap }} > {{ timeout * 60 * 1000000 }} as is_start,
            coalesce(previous_at = event_at, false) as may_tie
        from (
            select
                {{ keys | join(', ') }},
                event_at,
                lag(event_at) {{ in_order }} as previous_at
            from (
                {{ events }}
            ) as narrow
        ) as timed
    ) as judged
    where is_start or may_tie or cast(previous_at as date) < cast(event_at as date)
{% endmacro %}
