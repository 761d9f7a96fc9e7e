{% macro refuse_earlier_run() %}
    {#
        For right after as_of is found: stops where it is earlier than the newest run in
        the history, and nobody asked for that, or it cannot be. All public tables are
        made later.
    #}
    {% set newest = customer_segments.newest_run() if execute else none %}
    {% if newest is none %}
        {{ return('') }}
    {% endif %}
    {% set found = run_query(
        'select cast(cutoff_on as ' ~ dbt.type_string() ~ ') as cutoff_on from ' ~ this
        ~ " where is_as_of and cutoff_on < cast('" ~ newest ~ "' as date)"
    ) %}
    {% for row in found.rows %}
        {% set refused = 'as_of is earlier than the newest run in '
            ~ 'customer_segment_history, got ' ~ row[0] ~ ', and ' ~ newest ~ ' there. '
            ~ 'Look for the purchases and events that are gone'
            ~ customer_segments.backfill_advice(row[0], newest) %}
        {% set mistake = customer_segments.backfill_mistake(row[0], newest)
            if customer_segments.segments_var('segments_backfill') else refused %}
        {% if mistake %}
            {{ exceptions.raise_compiler_error('customer_segments: ' ~ mistake) }}
        {% endif %}
    {% endfor %}
    {{ return('') }}
{% endmacro %}
