{% macro count_mistakes(least, most) %}
    {# A sentence where the limits of the number of segments exclude each other. #}
    {{ return([
        "variable 'segments_count_min' is above segments_count_max, got " ~ least
        ~ ' and ' ~ most ~ '. Lower it, or give segments_count a number.'
    ] if least is integer and most is integer and least > most else []) }}
{% endmacro %}
