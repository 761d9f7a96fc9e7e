{% macro get_incremental_replace_sql(arg_dict) %}
    {#
        dbt's incremental strategy "replace": in one transaction, what was made anew
        takes the place of rows that the model's meta names. replaced_by: the macro that
        gives the condition of those rows; without it, and where all was made anew, all
        go that are read anew by kept_time. mended_by: a macro that gives a statement
        on the rows that stay.
    #}
    {% set target, made = arg_dict['target_relation'], arg_dict['temp_relation'] %}
    {% set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) %}
    {% set meta = config.get('meta') %}
    {% set kept_before = customer_segments.kept_before(
        model.name, meta['kept_time'], meta.get('recipe_column', 'recipe_number')
    ) %}
    delete from {{ target }}
    {%- if kept_before is not none and meta.get('replaced_by') %}
    where {{ customer_segments[meta['replaced_by']](target, made, kept_before) }}
    {%- elif kept_before is not none %}
    where {{ customer_segments.is_read_anew(meta['kept_time'], kept_before) }}
    {%- endif %};
    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ made }}
    {%- if kept_before is not none and meta.get('mended_by') %};
    {{ customer_segments[meta['mended_by']](target) }}
    {%- endif %}
{% endmacro %}
