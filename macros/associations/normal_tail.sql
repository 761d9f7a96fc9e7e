{% macro normal_tail(z) %}
    {#
        Probability that a standard normal number is above z, to about 15 digits: Hart's
        rational approximation, and a continued fraction in the far tail (West 2005,
        Better approximations to cumulative normal functions).
    #}
    {% set x = 'abs(' ~ z ~ ')' %}
    {% set tail = customer_segments._tail_above('least(' ~ x ~ ', 38e0)') %}
    {{ return(
        'case when ' ~ z ~ ' < 0 then 1e0 - ' ~ tail ~ ' else ' ~ tail ~ ' end'
    ) }}
{% endmacro %}

{% macro _tail_above(x) %}
    {% set above = customer_segments._polynomial(x, [
        '3.52624965998911e-2', '7.00383064443688e-1', '6.37396220353165e0',
        '3.3912866078383e1', '1.12079291497871e2', '2.21213596169931e2',
        '2.20206867912376e2',
    ]) %}
    {% set below = customer_segments._polynomial(x, [
        '8.83883476483184e-2', '1.75566716318264e0', '1.6064177579207e1',
        '8.67807322029461e1', '2.96564248779674e2', '6.37333633378831e2',
        '7.93826512519948e2', '4.40413735824752e2',
    ]) %}
    {% set fraction = namespace(sql='(' ~ x ~ ' + 0.65e0)') %}
    {% for number in [4, 3, 2, 1] %}
        {% set fraction.sql = '(' ~ x ~ ' + ' ~ number ~ 'e0 / ' ~ fraction.sql ~ ')' %}
    {% endfor %}
    {{ return(
        'exp(-' ~ x ~ ' * ' ~ x ~ ' / 2e0) * case when ' ~ x ~ ' < 7.07106781186547e0'
        ~ ' then ' ~ above ~ ' / ' ~ below
        ~ ' else 1e0 / (' ~ fraction.sql ~ ' * 2.506628274631e0) end'
    ) }}
{% endmacro %}

{% macro _polynomial(x, coefficients) %}
    {% set value = namespace(sql=coefficients[0]) %}
    {% for coefficient in coefficients[1:] %}
        {% set value.sql = '(' ~ value.sql ~ ' * ' ~ x ~ ' + ' ~ coefficient ~ ')' %}
    {% endfor %}
    {{ return(value.sql) }}
{% endmacro %}
