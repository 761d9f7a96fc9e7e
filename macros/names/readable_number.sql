{% macro readable_number(number) %}
    {#
        A number for people, as SQL text: 0.35, 12.3, and from a hundred on whole, with
        a comma before every three digits. Rounded as an exact decimal, so that every
        engine writes the same.
    #}
    {% set exact = customer_segments.as_exact(number) %}
    {% set text = dbt.type_string() %}
    {% set whole = 'cast(cast(abs(' ~ exact ~ ') as decimal(38, 0)) as ' ~ text ~ ')' %}
    {% set steps = [] %}
    {% for digits in [15, 12, 9, 6, 3] %}
        {% set groups = [
            'substr(' ~ whole ~ ', 1, length(' ~ whole ~ ') - ' ~ digits ~ ')'
        ] %}
        {% for behind in range(digits, 0, -3) %}
            {% do groups.append(
                'substr(' ~ whole ~ ', length(' ~ whole ~ ') - ' ~ (behind - 1) ~ ', 3)'
            ) %}
        {% endfor %}
        {% do steps.append(
            'when length(' ~ whole ~ ') > ' ~ digits ~ ' then '
            ~ groups | join(" || ',' || ")
        ) %}
    {% endfor %}
    {{ return(
        'case when abs(' ~ exact ~ ') >= 99.95 then case when ' ~ exact
        ~ " < 0 then '-' else '' end || case " ~ steps | join(' ') ~ ' else ' ~ whole
        ~ ' end when abs(' ~ exact ~ ') >= 0.995 then cast(cast(' ~ exact
        ~ ' as decimal(38, 1)) as ' ~ text ~ ') when ' ~ exact
        ~ " = 0 then '0' else cast(cast(" ~ exact ~ ' as decimal(38, 2)) as ' ~ text
        ~ ') end'
    ) }}
{% endmacro %}
