{% macro spark__load_csv_rows(model, agate_table) %}
    {#
        dbt-spark's own makes a cast of every cell: SQL that Spark reads slowly. Here
        all cells of a statement are one text, and Jinja touches no cell that is a text.
    #}
    {% set given = model['config'].get('column_types', {}) %}
    {% set columns = [] %}
    {% set not_text = [] %}
    {% for column in agate_table.column_names %}
        {% set type = given.get(column)
            or adapter.convert_type(agate_table, loop.index0) %}
        {% do columns.append('cast(cells[' ~ loop.index0 ~ '] as ' ~ type ~ ')') %}
        {# dbt reads columns whose type is given as texts #}
        {% if column not in given %}{% do not_text.append(loop.index0) %}{% endif %}
    {% endfor %}
    {% set statements = [] %}
    {% for chunk in agate_table.rows | batch(get_batch_size()) %}
        {% set rows = chunk | map('list') | list %}
        {% for cells in rows if not_text %}
            {% for index in not_text if cells[index] is not none %}
                {% do cells.insert(index, cells.pop(index) | string) %}
            {% endfor %}
        {% endfor %}
        {% set text = tojson(rows).replace('\\', '\\\\').replace("'", "\\'") %}
        {% set sql %}
            insert into {{ this.render() }}
            select {{ columns | join(', ') }}
            from (
                select explode(from_json('{{ text }}', 'array<array<string>>')) as cells
            ) as given
        {% endset %}
        {% do adapter.add_query(sql, abridge_sql_log=True) %}
        {% do statements.append(sql) %}
    {% endfor %}
    {{ return(statements | first | default('')) }}
{% endmacro %}
