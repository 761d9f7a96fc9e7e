{% macro get_incremental_replace_sql(arg_dict) %}
    {#
        dbt's incremental strategy "replace": in one transaction, the rows that were
        made anew take the place of those that the model's meta names. kept_time: a
        column, whose times from kept_before on are replaced, and nulls. replaced: a
        macro that gives the condition, in place of that.
    #}
    {% set target, made = arg_dict['target_relation'], arg_dict['temp_relation'] %}
    {% set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) %}
    {% set meta = config.get('meta') %}
    {% set kept_before = customer_segments.kept_before(
        model.name, meta['kept_time'], meta.get('recipe_column', 'recipe')
    ) %}
    delete from {{ target }}
    {%- if kept_before is not none %}
    where
        {%- if 'sessions' == model.name %}
        session_id in (select session_id from {{ made }})
        or session_id in (
            select session_id from (
                {{ customer_segments.reopened_sessions(target, kept_before) }}
            ) as reopened
        )
        {%- else %}
        {{ meta['kept_time'] }} >= {{ kept_before }} or {{ meta['kept_time'] }} is null
        {%- endif %}
    {%- endif %};
    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ made }}
{% endmacro %}
