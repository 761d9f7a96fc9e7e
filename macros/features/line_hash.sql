{% macro line_hash() %}
    {# Of a row of int_segments__customer_lines: sums of it show what has changed. #}
    {{ return(customer_segments.hash_row([
        'order_key', 'product_key', 'category_key', 'quantity', 'gross_amount',
        'discount_amount', 'net_amount', 'is_purchase', 'is_return', 'ordered_on',
        'ordered_at',
    ])) }}
{% endmacro %}
