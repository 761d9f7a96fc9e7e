{% macro as_of_expression(seen_on) %}
    {#
        The date that "now" means: the variable, or the day after the newest purchase
        or event.
    #}
    {% set as_of = customer_segments.segments_var('segments_as_of') %}
    {% if as_of %}
        {{ return("cast('" ~ as_of ~ "' as date)") }}
    {% endif %}
    {# a mistyped year must not move "now"; tomorrow is today already in some place #}
    {% set tomorrow = customer_segments.days_after('current_date', 1) %}
    {% set credible = 'case when ' ~ seen_on ~ ' <= ' ~ tomorrow
        ~ ' then ' ~ seen_on ~ ' end' %}
    {{ return(customer_segments.days_after('max(' ~ credible ~ ')', 1)) }}
{% endmacro %}
