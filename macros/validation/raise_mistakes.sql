{% macro raise_mistakes(mistakes, appendix='') %}
    {# Stops dbt with every mistake on a line of its own under their number. #}
    {% set lines = [] %}
    {% for mistake in mistakes %}
        {% do lines.append('customer_segments: ' ~ mistake) %}
    {% endfor %}
    {% do exceptions.raise_compiler_error(
        'customer_segments: ' ~ mistakes | length ~ ' mistake'
        ~ ('s' if mistakes | length > 1 else '') ~ ' in the configuration:\n'
        ~ lines | join('\n') ~ ('\n\n' ~ appendix if appendix else '')
    ) %}
{% endmacro %}
