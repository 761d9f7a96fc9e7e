{% macro suggestion(name, known) %}
    {# What to do about an unknown name: the nearest known one, or all of them. #}
    {% set nearest = customer_segments.nearest_name(name, known) %}
    {% if nearest %}
        {{ return("Did you mean '" ~ nearest ~ "'?") }}
    {% endif %}
    {{ return('Known are: ' ~ known | join(', ') ~ '.') }}
{% endmacro %}
