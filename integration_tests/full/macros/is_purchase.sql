{% macro default__is_purchase(quantity, unit_price, is_return) %}
    {# In this shop a free sample is no purchase. #}
    {{ return(
        '(' ~ customer_segments.default__is_purchase(quantity, unit_price, is_return)
        ~ ' and ' ~ unit_price ~ ' > 0)'
    ) }}
{% endmacro %}
