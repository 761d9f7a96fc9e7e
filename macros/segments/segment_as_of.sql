{% macro segment_as_of(customer_id, moment, history='history') %}
    {#
        The condition of a join with customer_segment_history: the customer's interval
        that holds a date, or the day of a timestamp. At most one row of it does. There
        is no "or" in it: with one, engines compare every row with every other.
    #}
    {%- set day = 'cast(' ~ moment ~ ' as date)' -%}
    {{ history }}.customer_id = {{ customer_id }}
    and {{ history }}.valid_from <= {{ day }}
    and coalesce({{ history }}.valid_to, cast('9999-12-31' as date)) > {{ day }}
{%- endmacro %}
