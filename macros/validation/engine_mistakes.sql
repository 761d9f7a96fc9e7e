{% macro engine_mistakes() %}
    {# Sentences about what would make an engine build something wrong. #}
    {{ return(adapter.dispatch('engine_mistakes', 'customer_segments')()) }}
{% endmacro %}

{% macro default__engine_mistakes() %}
    {{ return([]) }}
{% endmacro %}

{% macro spark__engine_mistakes() %}
    {% set mistakes = [] %}
    {% set zone = run_query('select current_timezone()').columns[0].values()[0] %}
    {% if zone not in ['UTC', 'Etc/UTC', 'GMT', 'Z'] %}
        {% do mistakes.append(
            "Spark's session has a time zone in which days are not days of UTC, got '"
            ~ zone ~ "'. Set spark.sql.session.timeZone to UTC under "
            ~ 'server_side_parameters of the target.'
        ) %}
    {% endif %}
    {% if 'materialization_table_spark' not in context.get(project_name, {}) %}
        {% do mistakes.append(
            "project '" ~ project_name ~ "' has no materialization of tables on Spark, "
            ~ "got dbt-spark's own, which drops a table, and with it the registry of "
            ~ 'networks, before it builds the new one. Copy macros/table.sql from the '
            ~ 'README.'
        ) %}
    {% endif %}
    {{ return(mistakes) }}
{% endmacro %}
