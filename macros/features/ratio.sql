{% macro ratio(numerator, denominator) %}
    {# A quotient of doubles; null where the denominator is 0 or null. #}
    {{ return(
        '(cast(' ~ numerator ~ ' as double)'
        ~ ' / nullif(cast(' ~ denominator ~ ' as double), 0e0))'
    ) }}
{% endmacro %}
