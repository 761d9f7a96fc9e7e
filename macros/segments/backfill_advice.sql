{% macro backfill_advice(as_of, newest) %}
    {# The end of a sentence that refuses an earlier run: a way out, if there is one. #}
    {{ return('.' if customer_segments.backfill_mistake(as_of, newest) else
        ', or set segments_backfill to true, to put an earlier run into the '
        ~ 'history.') }}
{% endmacro %}
