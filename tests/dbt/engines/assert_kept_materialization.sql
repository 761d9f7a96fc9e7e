-- what keeps rows by their time is made as this engine can keep them
{% set expected = "'" ~ customer_segments.kept_materialization() ~ "'" %}
{% set cases = [] %}
{% for node in graph.nodes.values() if node.config.meta.get('kept_time') %}
{% set found = "'" ~ node.config.materialized ~ "'" %}
{% do cases.append((node.name, found, expected)) %}
{% endfor %}
{% do cases.append(('kept models', cases | length, 4)) %}

{{ customer_segments.cases_that_differ(cases, dbt.type_string()) }}
