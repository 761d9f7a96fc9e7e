{% macro relation_mistakes(input, mapped) %}
    {# Sentences about how the relation of an input is written. #}
    {% set relation = mapped.get('relation') %}
    {% set who = "input '" ~ input ~ "' " %}
    {% set advice = "Give \"ref('model')\", \"source('source', 'table')\", a table's "
        ~ 'name or a file reader, in quotes.' %}
    {% if relation is none %}
        {{ return([who ~ 'has no relation. ' ~ advice]) }}
    {% elif relation is not string or not relation | trim %}
        {{ return([
            who ~ 'has a relation that is no text, got '
            ~ customer_segments.shown(relation) ~ '. ' ~ advice
        ]) }}
    {% endif %}
    {% set kind = customer_segments._relation_call(relation | trim)['kind'] %}
    {% if modules.re.match('\\s*(ref|source)\\s*\\(|.*[{][{]', relation)
        and kind not in ['ref', 'source'] %}
        {{ return([
            who ~ 'has a relation that cannot be read, got '
            ~ customer_segments.shown(relation) ~ '. ' ~ advice
        ]) }}
    {% endif %}
    {{ return([]) }}
{% endmacro %}
