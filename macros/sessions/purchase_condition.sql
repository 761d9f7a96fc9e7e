{% macro purchase_condition(name) %}
    {# Whether an event of this name is a purchase, where no seed can be joined. #}
    {% set given = customer_segments.segments_var('segments_event_types') %}
    {% set bought, others = [], [] %}
    {% for event_name, event_type in given.items() %}
        {% do (bought if event_type == 'purchase' else others).append(
            "'" ~ customer_segments._as_event_name(event_name) ~ "'"
        ) %}
    {% endfor %}
    {% set condition = name ~ ' in (select event_name from ' ~ ref('event_types')
        ~ " where event_type = 'purchase')" %}
    {% if others %}
        {% set condition = condition ~ ' and ' ~ name ~ ' not in ('
            ~ others | join(', ') ~ ')' %}
    {% endif %}
    {% if bought %}
        {% set condition = condition ~ ' or ' ~ name ~ ' in (' ~ bought | join(', ')
            ~ ')' %}
    {% endif %}
    {{ return(condition) }}
{% endmacro %}
