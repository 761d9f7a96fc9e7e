{% macro binomial(all, chosen) %}
    {# In how many ways some can be chosen out of all, as a double. #}
    {{ return(
        'exp(' ~ customer_segments.ln_factorial(all)
        ~ ' - ' ~ customer_segments.ln_factorial(chosen)
        ~ ' - ' ~ customer_segments.ln_factorial('(' ~ all ~ ' - ' ~ chosen ~ ')') ~ ')'
    ) }}
{% endmacro %}
