{% macro spark__load_csv_rows(model, agate_table) %}
    {#
        As dbt-spark's own, which asks for the type of each cell, where every answer for
        a column of numbers reads the whole column. Here each column is asked once.
    #}
    {% set given = model['config'].get('column_types', {}) %}
    {% set cells = [] %}
    {% for column in agate_table.column_names %}
        {% set type = given.get(column)
            or adapter.convert_type(agate_table, loop.index0) %}
        {% do cells.append('cast(' ~ get_binding_char() ~ ' as ' ~ type ~ ')') %}
    {% endfor %}
    {% set row = '(' ~ cells | join(', ') ~ ')' %}
    {% set statements = [] %}
    {% for chunk in agate_table.rows | batch(get_batch_size()) %}
        {% set bindings = [] %}
        {% for values in chunk %}{% do bindings.extend(values) %}{% endfor %}
        {% set rows = ([row] * (chunk | length)) | join(', ') %}
        {% set sql = 'insert into ' ~ this.render() ~ ' values ' ~ rows %}
        {% do adapter.add_query(sql, bindings=bindings, abridge_sql_log=True) %}
        {% do statements.append(sql) %}
    {% endfor %}
    {{ return(statements | first | default('')) }}
{% endmacro %}
