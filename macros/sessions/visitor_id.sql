{% macro visitor_id(anonymous_id, customer_id) %}
    {# The browser or device or, where an event names none, the customer. #}
    {{ return('coalesce(' ~ anonymous_id ~ ", 'customer:' || " ~ customer_id ~ ')') }}
{% endmacro %}
