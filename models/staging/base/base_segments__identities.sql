{{ config(pre_hook="{{ customer_segments.validate_input_columns('identities') }}") }}

{{ customer_segments.checked_input('identities') }}
