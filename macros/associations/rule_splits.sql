{% macro rule_splits(max_length, max_consequents) %}
    {# One row per split and place on its right side, as a select. #}
    {% set ways = namespace(all=[], longest=[[]]) %}
    {% for length in range(1, [max_consequents, max_length - 1] | min + 1) %}
        {% set longer = [] %}
        {% for way in ways.longest %}
            {% for place in range((way[-1] if way else 0) + 1, max_length + 1) %}
                {% do longer.append(way + [place]) %}
            {% endfor %}
        {% endfor %}
        {% set ways.longest = longer %}
        {% set ways.all = ways.all + longer %}
    {% endfor %}
    {% set rows = [] %}
    {% for way in ways.all %}
        {% set split = loop.index %}
        {% for place in way %}{% do rows.append((split, place)) %}{% endfor %}
    {% endfor %}
    {% for split, place in rows or [(0, 0)] %}
    select cast({{ split }} as int) as split, cast({{ place }} as int) as place
    {{ 'where 1 = 0' if not rows }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
{% endmacro %}
