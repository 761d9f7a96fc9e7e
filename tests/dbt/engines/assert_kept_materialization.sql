-- what is kept is changed in place by the strategy that exchanges rows, or made whole
{% set given = customer_segments.kept_materialization() %}
{% set cases = [(given, "'" ~ given ~ "' in ('incremental', 'table')", 'true')] %}

{{ customer_segments.cases_that_differ(cases, 'boolean') }}
