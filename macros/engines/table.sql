{# Dbt lets a root project replace a materialization; the README shows these lines. #}
{% materialization table, adapter='spark', supported_languages=['sql', 'python'] %}
    {%- set beside = customer_segments.begin_beside() -%}
    {{ run_hooks(pre_hooks) }}
    {# dbt runs a Python model for a materialization itself, and for no macro #}
    {%- call statement('main', language=model['language']) -%}
        {{ create_table_as(False, beside, compiled_code, model['language']) }}
    {%- endcall -%}
    {%- set relation = customer_segments.exchange(beside) -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
