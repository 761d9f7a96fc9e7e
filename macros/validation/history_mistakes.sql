{% macro history_mistakes() %}
    {# A sentence where segments_as_of would rewrite what later runs have seen. #}
    {% set as_of = customer_segments.segments_var('segments_as_of') %}
    {% if not as_of or flags.WHICH not in ['build', 'run', 'retry']
        or customer_segments.value_advice('segments_as_of', as_of) %}
        {{ return([]) }}
    {% endif %}
    {% set newest = customer_segments.newest_run() %}
    {% if newest is none or as_of | string >= newest %}
        {{ return([]) }}
    {% elif customer_segments.segments_var('segments_backfill') is true %}
        {% set mistake = customer_segments.backfill_mistake(as_of, newest) %}
        {{ return([mistake] if mistake else []) }}
    {% endif %}
    {{ return([
        "variable 'segments_as_of' is earlier than the newest run in "
        ~ 'customer_segment_history, got ' ~ as_of ~ ', and ' ~ newest ~ ' there. Give '
        ~ 'that date or a later one'
        ~ customer_segments.backfill_advice(as_of, newest)
    ]) }}
{% endmacro %}
