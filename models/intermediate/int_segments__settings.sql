-- what the Python models are told: the variables, and where the root project stands
{% set settings = {'project_dir': invocation_args_dict.get('project_dir') or '.'} %}
{% for name in [
    'segments_horizon_days', 'segments_count', 'segments_count_min',
    'segments_count_max', 'segments_network', 'segments_clustering',
    'segments_max_reassigned_share', 'segments_training',
    'segments_retrain_after_days', 'segments_training_rows', 'segments_seed',
    'segments_model_file', 'segments_onnx_dir',
] %}
{% do settings.update({name: customer_segments.segments_var(name)}) %}
{% endfor %}

{% for name, value in settings.items() %}
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
