{% macro minutes_before(timestamp, minutes) %}
    {# A time some minutes before another. #}
    {{ return(
        'cast(' ~ timestamp ~ " as timestamp) - interval '" ~ minutes ~ "' minute"
    ) }}
{% endmacro %}
