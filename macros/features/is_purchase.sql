{% macro is_purchase(quantity, unit_price, is_return) %}
    {# Override in your project by customer_segments' dispatch search order. #}
    {{ return(
        adapter.dispatch('is_purchase', 'customer_segments')(
            quantity=quantity, unit_price=unit_price, is_return=is_return
        )
    ) }}
{% endmacro %}

{% macro default__is_purchase(quantity, unit_price, is_return) %}
    {# An order paid in full by a voucher is one too: CDNOW's papers count it so. #}
    {{ return('(not ' ~ is_return ~ ' and ' ~ quantity ~ ' > 0)') }}
{% endmacro %}
