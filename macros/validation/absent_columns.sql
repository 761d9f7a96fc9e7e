{% macro absent_columns(input, mapped, columns_found) %}
    {#
        A sentence for every column mapped by a bare name that the relation does not
        have. Nothing where the relation's columns are not known (none).
    #}
    {% set there = (columns_found or []) | map('lower') | list %}
    {% set mistakes = [] %}
    {% for column, given in mapped['columns'].items()
        if columns_found is not none and given is string
        and customer_segments._is_column_name(given) and given | lower not in there %}
        {% set nearest = customer_segments.nearest_name(given, columns_found) %}
        {% do mistakes.append(
            "input '" ~ input ~ "' maps '" ~ column ~ "' to a column that "
            ~ mapped['relation'] ~ " does not have, got '" ~ given
            ~ "'; columns found: " ~ columns_found | join(', ') ~ '. '
            ~ ("Did you mean '" ~ nearest ~ "'? " if nearest else '')
            ~ 'Correct it under vars: customer_segments: segments_inputs: ' ~ input
            ~ ': columns.'
        ) %}
    {% endfor %}
    {{ return(mistakes) }}
{% endmacro %}
