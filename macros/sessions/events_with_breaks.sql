{% macro events_with_breaks(stretches) %}
    {#
        Events of stretches of activity with their moment, which orders those of one
        time by their keys, and what tells the sessions of one stretch apart; see
        session_keys. A session that the input brings is never cut. A moment is short
        until two events share a time: engines hold one for each text of a session while
        they group.
    #}
    {% set keys = customer_segments.session_keys() %}
    {% set stretch = 'partition by visitor_key, session_id, unbroken_since_at' %}
    select
        *,
        {{ customer_segments.sort_key(
            ['event_at', 'case when may_tie then event_key end']
        ) }} as moment
        {%- if 'length_number' in keys %},
        case
            when session_id is null
                then
                    floor(
                        {{ customer_segments.micros_between(
                            'unbroken_since_at', 'event_at'
                        ) }}
                        / {{ customer_segments.segments_var(
                            'segments_session_max_minutes'
                        ) * 60 }}e6
                    )
            else 0
        end as length_number
        {%- endif %}
        {%- if 'day_number' in keys %},
        case when session_id is null then event_on end as day_number
        {%- endif %}
        {%- if 'campaign_number' in keys %},
        sum(case when is_new_campaign and session_id is null then 1 else 0 end) over (
            {{ stretch }}
            order by event_at, event_key
            rows between unbounded preceding and current row
        ) as campaign_number
        {%- endif %}
    from
    {%- if 'campaign_number' not in keys %} {{ stretches }}
    {%- else %} (
        select
            *,
            campaign is not null
            and row_number() over ({{ stretch }} order by event_at, event_key) > 1
            and campaign is distinct from lag(campaign) over (
                {{ stretch }}, campaign is null
                order by event_at, event_key
            ) as is_new_campaign
        from {{ stretches }}
    ) as carried
    {%- endif %}
{% endmacro %}
