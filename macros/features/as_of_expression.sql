{% macro as_of_expression(newest) %}
    {# The date that "now" means: the variable, or the day after the newest purchase. #}
    {% set as_of = customer_segments.segments_var('segments_as_of') %}
    {% if as_of %}
        {{ return("cast('" ~ as_of ~ "' as date)") }}
    {% endif %}
    {# a mistyped year must not move "now" into the future #}
    {{ return(
        'least(' ~ customer_segments.days_after(newest, 1) ~ ', '
        ~ customer_segments.days_after('current_date', 1) ~ ')'
    ) }}
{% endmacro %}
