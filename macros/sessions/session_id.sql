{% macro session_id() %}
    {#
        An id of a session that later events leave as it is: of its visitor and its
        first time or, where the input brings sessions, of the visitor and that id. Only
        of sessions that new campaigns begin at one time do all but one need a number.
    #}
    {% set start = 'cast(started_at as ' ~ dbt.type_string() ~ ')' %}
    {# with the length, no other visitor's id and session make the same text #}
    {% set text = "concat_ws('|', length(visitor_id), visitor_id, coalesce('input:' || "
        ~ 'input_session_id, ' ~ start ~ ')' %}
    {% if 'campaign_number' in customer_segments.session_keys() %}
        {% set number = 'dense_rank() over (partition by visitor_id, input_session_id, '
            ~ 'started_at order by first_moment)' %}
        {% set text = text ~ ', case when ' ~ number ~ ' > 1 then ' ~ number ~ ' end' %}
    {% endif %}
    {{ return('md5(' ~ text ~ '))') }}
{% endmacro %}
