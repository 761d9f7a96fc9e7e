{% macro hypergeometric_tail(both, left, right, all, terms) %}
    {#
        Probability that independent sides meet in at least so many baskets: Fisher's
        exact test, one-sided. The first term is made of logarithms of factorials;
        hypergeometric_terms gives the sum of all terms in units of it.
    #}
    {% set factorials = namespace(sql='0e0') %}
    {% for sign, count in [
        ('+', left), ('+', all ~ ' - ' ~ left),
        ('+', right), ('+', all ~ ' - ' ~ right),
        ('-', both), ('-', left ~ ' - ' ~ both), ('-', right ~ ' - ' ~ both),
        ('-', all ~ ' - ' ~ left ~ ' - ' ~ right ~ ' + ' ~ both), ('-', all),
    ] %}
        {% set factorials.sql = factorials.sql ~ ' ' ~ sign ~ ' '
            ~ customer_segments.ln_factorial('(' ~ count ~ ')') %}
    {% endfor %}
    {{ return('least(exp(' ~ factorials.sql ~ ') * ' ~ terms ~ ', 1e0)') }}
{% endmacro %}
