{% macro input_contract(input=none) %}
    {#
        The columns of every input: name, type, and whether a mapping must give it.
        Types: text, number, timestamp, boolean. Of the columns with one_of, a mapping
        gives at least one, and so does every row.
    #}
    {% set contracts = {
        'order_lines': {
            'customer_id': {'type': 'text', 'required': true},
            'order_id': {'type': 'text', 'required': true},
            'product_id': {'type': 'text', 'required': true},
            'order_line_id': {'type': 'text', 'required': false},
            'currency': {'type': 'text', 'required': false},
            'channel': {'type': 'text', 'required': false},
            'quantity': {'type': 'number', 'required': true},
            'unit_price': {'type': 'number', 'required': true},
            'discount_amount': {'type': 'number', 'required': false},
            'is_return': {'type': 'boolean', 'required': false},
            'ordered_at': {'type': 'timestamp', 'required': true},
        },
        'events': {
            'event_id': {'type': 'text', 'required': false},
            'customer_id': {'type': 'text', 'required': false, 'one_of': 'visitor'},
            'anonymous_id': {'type': 'text', 'required': false, 'one_of': 'visitor'},
            'session_id': {'type': 'text', 'required': false},
            'order_id': {'type': 'text', 'required': false},
            'product_id': {'type': 'text', 'required': false},
            'event_type': {'type': 'text', 'required': true},
            'page': {'type': 'text', 'required': false},
            'source': {'type': 'text', 'required': false},
            'campaign': {'type': 'text', 'required': false},
            'device': {'type': 'text', 'required': false},
            'quantity': {'type': 'number', 'required': false},
            'value': {'type': 'number', 'required': false},
            'event_at': {'type': 'timestamp', 'required': true},
        },
        'identities': {
            'anonymous_id': {'type': 'text', 'required': true},
            'customer_id': {'type': 'text', 'required': false, 'one_of': 'link'},
            'other_anonymous_id': {
                'type': 'text', 'required': false, 'one_of': 'link',
            },
            'linked_at': {'type': 'timestamp', 'required': false},
        },
        'customers': {
            'customer_id': {'type': 'text', 'required': true},
            'signed_up_at': {'type': 'timestamp', 'required': false},
        },
        'products': {
            'product_id': {'type': 'text', 'required': true},
            'product_name': {'type': 'text', 'required': false},
            'category': {'type': 'text', 'required': false},
            'tags': {'type': 'text', 'required': false},
            'list_price': {'type': 'number', 'required': false},
        },
    } %}
    {{ return(contracts if input is none else contracts[input]) }}
{% endmacro %}
