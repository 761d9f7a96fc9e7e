{{ config(pre_hook="{{ customer_segments.validate_input_columns('order_lines') }}") }}

-- a thousand lines of this many units of money are the most that a customer's day can
-- hold as exact decimals of 18 digits
{% set largest = '1e11' %}

{{ customer_segments.checked_input(
    'order_lines',
    unique_key='order_line_id',
    unique_within='order_id',
    rules=[
        {'reason': 'negative_unit_price', 'condition': 'unit_price < 0'},
        {'reason': 'negative_discount_amount', 'condition': 'discount_amount < 0'},
        {
            'reason': 'amount_out_of_range',
            'condition': 'abs(quantity) > ' ~ largest ~ ' or unit_price > ' ~ largest
                ~ ' or abs(quantity) * unit_price > ' ~ largest
                ~ ' or discount_amount > ' ~ largest,
        },
        {
            'reason': 'discount_above_amount',
            'condition': 'discount_amount > abs(quantity) * unit_price + 0.01',
        },
        {
            'reason': 'ordered_at_out_of_range',
            'condition': "ordered_at < timestamp '1900-01-01 00:00:00'"
                ~ " or ordered_at >= timestamp '2200-01-01 00:00:00'",
        },
    ]
) }}
