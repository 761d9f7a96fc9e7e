{% macro canonical_event_type(name, listed) %}
    {#
        The canonical type of an event: that of the variable segments_event_types, or
        else that listed in the seed event_types, or else other.
    #}
    {% set given = customer_segments.segments_var('segments_event_types') %}
    case
        {%- for event_name, event_type in given.items() %}
        when {{ name }} = '{{ customer_segments._as_event_name(event_name) }}'
            then '{{ event_type }}'
        {%- endfor %}
        when {{ listed }} is not null then {{ listed }}
        else 'other'
    end
{% endmacro %}

{% macro _as_event_name(given) %}
    {{ return(dbt.escape_single_quotes(given | string | trim | lower)) }}
{% endmacro %}
