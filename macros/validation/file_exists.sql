{% macro file_exists(reader) %}
    {# Whether the file that a reader names is there; true if the engine cannot tell. #}
    {{ return(adapter.dispatch('file_exists', 'customer_segments')(reader)) }}
{% endmacro %}

{% macro default__file_exists(reader) %}
    {{ return(true) }}
{% endmacro %}

{% macro duckdb__file_exists(reader) %}
    {% set found = modules.re.match("(?:\\w+\\s*\\(\\s*\\[?)?\\s*'([^']+)'", reader) %}
    {% if not found or '://' in found.group(1) %}
        {{ return(true) }}
    {% endif %}
    {% set files = run_query("select count(*) from glob('" ~ found.group(1) ~ "')") %}
    {{ return(files.columns[0].values()[0] > 0) }}
{% endmacro %}
