{% macro table_exists(parts) %}
    {#
        Whether the table or view of a dotted name is there. A name of two parts is
        schema.table, or on some engines database.table.
    #}
    {% set here = run_query('select current_schema()').columns[0].values()[0] %}
    {% set places = {
        1: [(target.database, here)],
        2: [(target.database, parts[0]), (parts[0], here)],
        3: [(parts[0], parts[1])],
    }[parts | length] %}
    {% for database, schema in places %}
        {% if customer_segments._is_table(database, schema, parts[-1]) %}
            {{ return(true) }}
        {% endif %}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}

{% macro _is_table(database, schema, name) %}
    {{ return(
        adapter.dispatch('is_table', 'customer_segments')(database, schema, name)
    ) }}
{% endmacro %}

{% macro default__is_table(database, schema, name) %}
    {{ return(adapter.get_relation(database, schema, name) is not none) }}
{% endmacro %}

{% macro duckdb__is_table(database, schema, name) %}
    {# dbt refuses a name that differs in case alone, which DuckDB reads #}
    {% set found = run_query(
        "select count(*) from system.information_schema.tables"
        ~ " where lower(table_catalog) = lower('" ~ database ~ "')"
        ~ " and lower(table_schema) = lower('" ~ schema ~ "')"
        ~ " and lower(table_name) = lower('" ~ name ~ "')"
    ) %}
    {{ return(found.columns[0].values()[0] > 0) }}
{% endmacro %}
