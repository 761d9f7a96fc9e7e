{{ config(pre_hook="{{ customer_segments.validate_input_columns('customers') }}") }}

{{ customer_segments.checked_input('customers', unique_key='customer_id') }}
