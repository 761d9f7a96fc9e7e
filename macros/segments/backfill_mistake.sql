{% macro backfill_mistake(as_of, newest) %}
    {#
        What is wrong with a run before the newest one that was asked for; none where
        nothing is. Where segments hold customers, later runs stood on the run before.
    #}
    {% set least = customer_segments.segments_var('segments_switch_confidence') %}
    {{ return(
        "variable 'segments_backfill' cannot put a run before the newest one where "
        ~ 'segments_switch_confidence is above 0.5, since later runs would have held '
        ~ 'other customers, got ' ~ as_of ~ ', and ' ~ newest ~ ' in '
        ~ 'customer_segment_history. Give segments_switch_confidence 0.5 for this '
        ~ 'build, or drop int_segments__segment_intervals and build all days anew, the '
        ~ 'earliest first.' if least is number and least > 0.5 else none
    ) }}
{% endmacro %}
