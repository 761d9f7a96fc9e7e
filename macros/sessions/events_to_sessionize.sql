{% macro events_to_sessionize(kept_before) %}
    {#
        A select of the events of which sessions are made: all, or where sessions are
        kept, those from a midnight on and the earlier ones of the sessions that they
        may change.
    #}
    {% set credible = 'event_at < ' ~ customer_segments.credible_end() %}
    {% if kept_before is none %}
    select * from {{ ref('stg_segments__events') }}
    where {{ credible }}
    {% else %}
    select * from {{ ref('stg_segments__events') }}
    where {{ credible }} and event_at >= {{ kept_before }}
    union all
    select events.*
    from {{ ref('stg_segments__events') }} as events
    inner join (
        select
            {{ customer_segments.hash_key('visitor_id') }} as visitor_key,
            input_session_id,
            min(unbroken_since_at) as from_at
        from (
            {{ customer_segments.reopened_sessions(this, kept_before) }}
        ) as reopened
        group by visitor_id, input_session_id
    ) as openings
        on
            events.visitor_key = openings.visitor_key
            and events.session_id is not distinct from openings.input_session_id
            and events.event_at >= openings.from_at
    where
        events.event_at < {{ kept_before }}
        -- what engines pass days over by
        and events.event_at >= (
            select min(unbroken_since_at) from (
                {{ customer_segments.reopened_sessions(this, kept_before) }}
            ) as reopened
        )
    {% endif %}
{% endmacro %}
