{% macro hypergeometric_terms(both, left, right, all, steps, rest='1e0') %}
    {#
        Terms of a hypergeometric tail from one on, in units of it: 1 + r1 (1 + r2 (1 +
        ...)), where r is the ratio of a term to the one before. `rest` stands for what
        follows the last step: parsers do not like more than some twelve in a nest.
    #}
    {% set terms = namespace(sql=rest) %}
    {% for step in steps | reverse %}
        {% set met = '(' ~ both ~ ' + ' ~ step ~ ')' %}
        {% set terms.sql = '(1e0 + greatest((' ~ left ~ ' - ' ~ met ~ ') * cast('
            ~ right ~ ' - ' ~ met ~ ' as double), 0e0) / ((' ~ met ~ ' + 1) * cast('
            ~ all ~ ' - ' ~ left ~ ' - ' ~ right ~ ' + ' ~ met ~ ' + 1 as double)) * '
            ~ terms.sql ~ ')' %}
    {% endfor %}
    {{ return(terms.sql) }}
{% endmacro %}
