{% macro validate_configuration() %}
    {#
        Reads every variable and every mapping before anything is built, and stops with
        all mistakes in one message.
    #}
    {% set inputs = var('segments_inputs') or {} %}
    {% if not execute %}
        {% do customer_segments._declare_sources(inputs) %}
        {{ return('') }}
    {% endif %}
    {% set mistakes = customer_segments.variable_mistakes()
        + customer_segments.count_mistakes(
            var('segments_count_min'), var('segments_count_max')
        )
        + customer_segments.engine_mistakes()
        + customer_segments.selection_mistakes()
        + customer_segments.history_mistakes() %}
    {% set is_demo = not inputs and project_name == 'customer_segments' %}
    {% if inputs is mapping and not is_demo %}
        {# `dbt seed` may be what creates the tables #}
        {% do mistakes.extend(
            customer_segments.input_mistakes(
                inputs, relations_too=flags.WHICH != 'seed'
            )
        ) %}
    {% endif %}
    {% if mistakes %}
        {% set is_unmapped = inputs is mapping and not is_demo
            and 'order_lines' not in inputs and 'events' not in inputs %}
        {% do customer_segments.raise_mistakes(
            mistakes, customer_segments.input_yaml() if is_unmapped else ''
        ) %}
    {% endif %}
{% endmacro %}

{% macro _declare_sources(inputs) %}
    {# dbt resolves a source while running only where it met it while parsing. #}
    {% for mapped in (inputs.values() if inputs is mapping else [])
        if mapped is mapping %}
        {% set relation = mapped.get('relation') | string | trim %}
        {% set call = customer_segments._relation_call(relation) %}
        {% if call['kind'] == 'source' %}
            {% do source(*call['arguments']) %}
        {% endif %}
    {% endfor %}
{% endmacro %}
