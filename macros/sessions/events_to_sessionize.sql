{% macro events_to_sessionize(kept_before) %}
    {#
        A select of the events of which sessions are made: all, or where sessions are
        kept, those of changed visits.
    #}
    {% set credible = 'event_at < ' ~ customer_segments.credible_end() %}
    {% if kept_before is none %}
    select * from {{ ref('stg_segments__events') }}
    where {{ credible }}
    {% else %}
    {% set changed = ref('int_segments__changed_visits') %}
    select events.*
    from {{ ref('stg_segments__events') }} as events
    inner join {{ changed }} as changed_visits
        on
            events.visitor_key = changed_visits.visitor_key
            and events.session_id is not distinct from changed_visits.session_id
            and events.event_at >= changed_visits.from_at
    where
        events.{{ credible }}
        -- what engines pass days over by
        and events.event_at >= (select min(from_at) from {{ changed }})
    {% endif %}
{% endmacro %}
