{{ config(pre_hook="{{ customer_segments.validate_input_columns('events') }}") }}

-- as much money as an order line may be
{% set largest = '1e11' %}

{{ customer_segments.checked_input(
    'events',
    keeps_row=true,
    rules=[
        {'reason': 'amount_out_of_range', 'condition': 'abs(value) > ' ~ largest},
        {
            'reason': 'event_at_out_of_range',
            'condition': "event_at < timestamp '1900-01-01 00:00:00'"
                ~ " or event_at >= timestamp '2200-01-01 00:00:00'",
        },
    ]
) }}
