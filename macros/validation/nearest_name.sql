{% macro nearest_name(name, known) %}
    {#
        The known name with the fewest letters to insert, drop or replace (Levenshtein
        1966), or none where even that one would change more than half of the letters.
        Ties: the first.
    #}
    {% set best = namespace(name=none, distance=1e9) %}
    {% for candidate in known %}
        {% set distance = customer_segments._edit_distance(
            name | string | lower, candidate | lower
        ) %}
        {% if distance < best.distance %}
            {% set best.name = candidate %}
            {% set best.distance = distance %}
        {% endif %}
    {% endfor %}
    {% set bound = [name | string | length, 2] | max %}
    {{ return(best.name if best.distance * 2 <= bound else none) }}
{% endmacro %}

{% macro _edit_distance(left, right) %}
    {% set state = namespace(row=range(right | length + 1) | list) %}
    {% for letter in left %}
        {% set row = [loop.index] %}
        {% set above = state.row %}
        {% for other in right %}
            {% do row.append([
                above[loop.index] + 1,
                row[loop.index0] + 1,
                above[loop.index0] + (0 if letter == other else 1),
            ] | min) %}
        {% endfor %}
        {% set state.row = row %}
    {% endfor %}
    {{ return(state.row[-1]) }}
{% endmacro %}
