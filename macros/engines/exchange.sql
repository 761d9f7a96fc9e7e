{% macro exchange(beside) %}
    {# Puts a table that was built beside the former one into its place; returns it. #}
    {% set relation = customer_segments._relation_of_model() %}
    {% set former = load_relation(relation) %}
    {% if beside.identifier != relation.identifier %}
        {% set backup = customer_segments._backup(relation) %}
        {% if former is not none %}
            {% set backup = backup.incorporate(type=former.type) %}
            {% do adapter.rename_relation(former, backup) %}
        {% endif %}
        {% do adapter.rename_relation(beside, relation) %}
        {% if former is not none %}
            {% do adapter.drop_relation(backup) %}
        {% endif %}
    {% endif %}
    {% do apply_grants(
        relation, config.get('grants'),
        should_revoke=should_revoke(former, full_refresh_mode=True)
    ) %}
    {% do persist_docs(relation, model) %}
    {% do persist_constraints(relation, model) %}
    {{ return(relation) }}
{% endmacro %}
