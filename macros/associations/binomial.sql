{% macro binomial(all, chosen) %}
    {# In how many ways some can be chosen out of all, as a double: 1e300 at most. #}
    {% set rest = '(' ~ all ~ ' - ' ~ chosen ~ ')' %}
    {{ return(
        'exp(least(690e0, ' ~ customer_segments.ln_factorial(all)
        ~ ' - ' ~ customer_segments.ln_factorial(chosen)
        ~ ' - ' ~ customer_segments.ln_factorial(rest) ~ '))'
    ) }}
{% endmacro %}
