{% macro replaced_events(target, made, kept_before) %}
    {# Which kept events go: of the days that are read anew, those that have changed. #}
    {{ customer_segments.is_read_anew('event_at', kept_before) }}
    and {{ customer_segments.event_row_hash(is_kept=true) }} in (
        select row_hash from {{ ref('base_segments__changed_events') }}
    )
{% endmacro %}
