{% macro validate_input_columns(input) %}
    {#
        Right before an input mapped by ref is staged: the columns mapped by a bare name
        must be among those of the model. Other relations were looked at by
        validate_configuration.
    #}
    {% set mapped = customer_segments.segments_input(input) if execute else none %}
    {% set call = customer_segments._relation_call(
        (mapped or {}).get('relation', '') | trim
    ) %}
    {% if call['kind'] != 'ref' %}
        {{ return('') }}
    {% endif %}
    {% set relation = customer_segments.input_relation(input) %}
    {# an ephemeral model is no relation that could be asked #}
    {% set mistakes = [] if relation.is_cte else customer_segments.absent_columns(
        input, mapped, customer_segments._columns_of(relation)
    ) %}
    {% if mistakes %}
        {% do customer_segments.raise_mistakes(mistakes) %}
    {% endif %}
{% endmacro %}
