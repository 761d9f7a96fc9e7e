{% macro get_incremental_replace_sql(arg_dict) %}
    {#
        dbt's incremental strategy "replace": in one transaction, what was made anew
        takes the place of rows that the model's meta names. kept_time: a column; rows
        that are read anew go. Where there is kept_key too, a column and the macro that
        selects its values of rows that are reopened, these go instead, and those that
        were made anew.
    #}
    {% set target, made = arg_dict['target_relation'], arg_dict['temp_relation'] %}
    {% set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) %}
    {% set meta = config.get('meta') %}
    {% set kept_before = customer_segments.kept_before(
        model.name, meta['kept_time'], meta.get('recipe_column', 'recipe')
    ) %}
    {% set time, key = meta['kept_time'], meta.get('kept_key', {}) %}
    delete from {{ target }}
    {%- if kept_before is not none and key %}
    where
        {{ key['column'] }} in (
            select {{ key['column'] }} from {{ made }}
            union all
            select {{ key['column'] }} from (
                {{ customer_segments[key['reopened_by']](target, kept_before) }}
            ) as reopened
        )
    {%- elif kept_before is not none %}
    where {{ customer_segments.is_read_anew(time, kept_before) }}
    {%- endif %};
    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ made }}
{% endmacro %}
