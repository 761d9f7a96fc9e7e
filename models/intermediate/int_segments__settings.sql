-- the variables that the Python models read: one way for every engine
{% set names = [
    'segments_horizon_days', 'segments_count', 'segments_training',
    'segments_retrain_after_days', 'segments_training_rows', 'segments_seed',
    'segments_model_file', 'segments_onnx_dir',
] %}

{% for name in names %}
{% set value = customer_segments.segments_var(name) %}
select
    cast('{{ name }}' as {{ dbt.type_string() }}) as setting_name,
    {% if value is none %}
    cast(null as {{ dbt.type_string() }}) as setting_value
    {% else %}
    cast('{{ dbt.escape_single_quotes(value | string) }}' as {{ dbt.type_string() }})
        as setting_value
    {% endif %}
{{ 'union all' if not loop.last }}
{% endfor %}
