{% macro stretch_marks(events) %}
    {#
        The days of stretches of activity, in which no pause is longer than the timeout:
        events on event_on from from_at until before until_at are of the stretch since
        unbroken_since_at, and before tied_at no two of them have the same time. One row
        a day, as a join walks all rows of a visitor's day for each event. Windows see
        keys and times alone, as engines sort what is narrow many times faster. Events
        that bring a session of their own have no part in the stretches of the others.
    #}
    {% set timeout = customer_segments.segments_var('segments_session_timeout_minutes')
    %}
    {% set keys = ['visitor_key'] + (
        ['session_id'] if customer_segments.has_session_ids() else []
    ) %}
    {% set visitor = 'partition by ' ~ keys | join(', ') %}
    {% set is_own = 'session_id is null and ' if 'session_id' in keys else '' %}
    {% set gap = customer_segments.micros_between('previous_at', 'event_at') %}
    select
        {{ keys | join(', ') }},
        event_on,
        unbroken_since_at,
        min(event_at) as from_at,
        min(case when is_tie then event_at end) as tied_at,
        coalesce(
            lead(min(event_at)) over ({{ visitor }} order by min(event_at)),
            timestamp '9999-12-31 23:59:59'
        ) as until_at
    from (
        select
            *,
            cast(event_at as date) as event_on,
            max(case when is_start then event_at end) over (
                {{ visitor }} order by event_at
            ) as unbroken_since_at
        from (
            select
                *,
                previous_at is null
                or {{ is_own }}{{ gap }} > {{ timeout * 60 * 1000000 }} as is_start,
                coalesce(previous_at = event_at, false) as is_tie
            from (
                select
                    {{ keys | join(', ') }},
                    event_at,
                    lag(event_at) over ({{ visitor }} order by event_at) as previous_at
                from (
                    {{ events }}
                ) as narrow
            ) as timed
        ) as judged
        where is_start or is_tie or cast(previous_at as date) < cast(event_at as date)
    ) as marked
    group by {{ keys | join(', ') }}, event_on, unbroken_since_at
{% endmacro %}
