{{ customer_segments.checked_input('customers', unique_key='customer_id') }}
