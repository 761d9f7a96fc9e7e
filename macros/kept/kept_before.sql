{% macro kept_before(name, time_column, recipe_column='recipe_number') %}
    {#
        The midnight, as SQL, before which a kept table stays as the last build left it:
        segments_late_arrival_days before the newest time in it. None where all of it is
        made anew: there is no former table, other SQL or other settings made it, or a
        full refresh is asked for. What was dated into the future by mistake does not
        count as newest.
    #}
    {% if 'nodes' not in graph or not flags.INTROSPECT or not execute
        or should_full_refresh() %}
        {{ return(none) }}
    {% endif %}
    {% set node = customer_segments.model_node(name) %}
    {% set relation = adapter.get_relation(node.database, node.schema, node.alias) %}
    {% if node.config.materialized != 'incremental' or relation is none
        or relation.type != 'table' %}
        {{ return(none) }}
    {% endif %}
    {% set columns = adapter.get_columns_in_relation(relation) %}
    {% if recipe_column not in columns | map(attribute='name') %}
        {{ return(none) }}
    {% endif %}
    {% set newest = 'max(case when ' ~ time_column ~ ' < '
        ~ customer_segments.credible_end() ~ ' then ' ~ time_column ~ ' end)' %}
    {% set late = customer_segments.segments_var('segments_late_arrival_days') %}
    {% set recipe = customer_segments.kept_recipe() %}
    {% set found = run_query(
        'select cast('
        ~ customer_segments.days_after('cast(' ~ newest ~ ' as date)', -late)
        ~ ' as ' ~ dbt.type_string() ~ ') as kept_before, min('
        ~ recipe_column ~ ') = ' ~ recipe ~ ' and max(' ~ recipe_column ~ ') = '
        ~ recipe ~ ' as is_ours from ' ~ relation
    ) %}
    {% set kept_before, is_ours = found.rows[0] %}
    {{ return(none if kept_before is none or not is_ours
        else "timestamp '" ~ kept_before ~ " 00:00:00'") }}
{% endmacro %}
