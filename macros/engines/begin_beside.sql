{% macro begin_beside() %}
    {#
        Spark's tables are built under another name, which this returns, and exchanged
        then: so the table of an earlier build survives a failed one, and a Python model
        can read what it built last time. dbt-spark's own materialization drops first.

        Formats that replace a table at once (delta, iceberg) are built in place.
    #}
    {% set relation = customer_segments._relation_of_model() %}
    {% set former = load_relation(relation) %}
    {% set backup = load_relation(customer_segments._backup(relation)) %}
    {% if former is none and backup is not none %}
        {# a build was killed between its two renames #}
        {% do adapter.rename_relation(backup, relation) %}
    {% elif backup is not none %}
        {% do adapter.drop_relation(backup) %}
    {% endif %}
    {% if customer_segments._is_replaced_at_once() %}
        {{ return(relation) }}
    {% endif %}
    {# a name of its own: a killed build leaves files where its table was to stand #}
    {{ return(relation.incorporate(path={
        'identifier': relation.identifier ~ '__dbt_tmp_' ~ invocation_id[:8]
    })) }}
{% endmacro %}

{% macro _relation_of_model() %}
    {{ return(api.Relation.create(
        identifier=model['alias'], schema=schema, database=database, type='table'
    )) }}
{% endmacro %}

{% macro _is_replaced_at_once() %}
    {{ return(config.get('file_format') in ['delta', 'iceberg']) }}
{% endmacro %}

{% macro _backup(relation) %}
    {{ return(relation.incorporate(path={
        'identifier': relation.identifier ~ '__dbt_backup'
    })) }}
{% endmacro %}
