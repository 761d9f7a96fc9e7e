{% macro readable_share(share) %}
    {# A share for people, as SQL text in per cent: 7.4%, and from 10 % on 12%. #}
    {% set exact = customer_segments.as_exact('100 * ' ~ share) %}
    {% set text = dbt.type_string() %}
    {{ return(
        'case when abs(' ~ exact ~ ') >= 9.95 or ' ~ exact ~ ' = 0 then cast(cast('
        ~ exact ~ ' as decimal(38, 0)) as ' ~ text ~ ') else cast(cast(' ~ exact
        ~ ' as decimal(38, 1)) as ' ~ text ~ ") end || '%'"
    ) }}
{% endmacro %}
