{{ config(pre_hook="{{ customer_segments.validate_input_columns('products') }}") }}

{{ customer_segments.checked_input(
    'products',
    unique_key='product_id',
    rules=[
        {'reason': 'negative_list_price', 'condition': 'list_price < 0'},
        {'reason': 'list_price_out_of_range', 'condition': 'list_price > 1e13'},
    ]
) }}
