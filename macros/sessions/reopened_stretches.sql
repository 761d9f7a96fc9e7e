{% macro reopened_stretches(sessions, kept_before) %}
    {#
        A select of the former stretches of activity that events from a day on may
        change, with the sum of their events' hashes: those whose last event is at most
        the timeout before it. Of sessions that the input brings, those with an event
        from that day on, as they were and as they are; these have no end of their own.
    #}
    select
        {{ customer_segments.hash_key('visitor_id') }} as visitor_key,
        coalesce(input_session_id, '') as session_key,
        {{ customer_segments.sum_of_hashes('events_checksum') }} as former_checksum,
        unbroken_since_at as from_at,
        case
            when input_session_id is null then max(ended_at)
            else timestamp '9999-12-31 23:59:59'
        end as until_at
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
    group by visitor_id, input_session_id, unbroken_since_at
{% endmacro %}
