{% macro refuse_earlier_run() %}
    {#
        For right after as_of is found: stops where it is earlier than the newest run in
        the history, or where no purchase before it is left, and nobody asked for that,
        or it cannot be. All public tables are made later.
    #}
    {% set newest = customer_segments.newest_run() if execute else none %}
    {% if newest is none %}
        {{ return('') }}
    {% endif %}
    {# a shop that sold nothing yet, or whose tables were emptied, has nobody #}
    {% set lost = run_query(
        'select 1 from ' ~ customer_segments.table_left_behind(
            'int_segments__segment_intervals'
        ) ~ " where customer_id is null and valid_from = cast('" ~ newest ~ "' as date)"
        ~ ' and customer_count > 0 and not exists (select 1 from '
        ~ ref('int_segments__customer_days') ~ ' as days inner join ' ~ this
        ~ ' as runs on runs.is_as_of and days.ordered_on < runs.cutoff_on'
        ~ ' where days.is_purchase_day) limit 1'
    ) %}
    {% if lost.rows | length > 0
        and not customer_segments.segments_var('segments_backfill') %}
        {% set lines = customer_segments.segments_input('order_lines') %}
        {% set input = 'events' if lines is none else 'order_lines' %}
        {{ exceptions.raise_compiler_error(
            'customer_segments: no purchase before as_of is left, got none that can be '
            ~ 'used, and customers in the run of ' ~ newest ~ ' in '
            ~ 'customer_segment_history. Look for those that are gone, or for the '
            ~ 'rejection_reason in base_segments__' ~ input ~ ', or set '
            ~ 'segments_backfill to true to empty all tables.'
        ) }}
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
