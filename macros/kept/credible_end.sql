{% macro credible_end() %}
    {# The first midnight that no true event can have reached in any time zone. #}
    {{ return(
        'cast(' ~ customer_segments.days_after('current_date', 2) ~ ' as timestamp)'
    ) }}
{% endmacro %}
