{% macro ln_factorial(count) %}
    {# Stirling's series of ln gamma at count + 9, brought back by eight divisions. #}
    {% set x = '(' ~ count ~ ' + 9e0)' %}
    {% set product = [] %}
    {% for step in range(1, 9) %}
        {% do product.append('(' ~ count ~ ' + ' ~ step ~ 'e0)') %}
    {% endfor %}
    {{ return(
        '((' ~ x ~ ' - 0.5e0) * ln(' ~ x ~ ') - ' ~ x ~ ' + 0.9189385332046727e0'
        ~ ' + 1e0 / (12e0 * ' ~ x ~ ') - 1e0 / (360e0 * power(' ~ x ~ ', 3))'
        ~ ' + 1e0 / (1260e0 * power(' ~ x ~ ', 5))'
        ~ ' - 1e0 / (1680e0 * power(' ~ x ~ ', 7))'
        ~ ' - ln(' ~ product | join(' * ') ~ '))'
    ) }}
{% endmacro %}
