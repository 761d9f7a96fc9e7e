{% macro association_variables() %}
    {# The part of known_variables that is about what is bought together. #}
    {{ return({
        'segments_basket_item': {
            'type': 'choice', 'choices': ['product', 'category'], 'stand_in': 'product',
        },
        'segments_basket_max_items': {'type': 'integer', 'from': 1, 'stand_in': 1},
        'segments_itemset_min_support': {
            'type': 'number', 'above': 0, 'to': 1, 'stand_in': 1,
        },
        'segments_itemset_min_count': {
            'type': 'integer', 'nullable': true, 'from': 1, 'stand_in': 1,
        },
        'segments_itemset_max_length': {'type': 'integer', 'from': 1, 'stand_in': 1},
        'segments_pair_min_count': {'type': 'integer', 'from': 1, 'stand_in': 1},
        'segments_pairs_per_item': {'type': 'integer', 'from': 1, 'stand_in': 1},
        'segments_itemset_max_count': {'type': 'integer', 'from': 1, 'stand_in': 1},
        'segments_rule_max_consequents': {
            'type': 'integer', 'from': 1, 'to': 5, 'stand_in': 1,
        },
        'segments_rule_min_count': {'type': 'integer', 'from': 1, 'stand_in': 1},
        'segments_rule_min_confidence': {
            'type': 'number', 'from': 0, 'to': 1, 'stand_in': 1,
        },
        'segments_rule_min_lift': {'type': 'number', 'from': 0, 'stand_in': 1},
        'segments_rule_max_q_value': {
            'type': 'number', 'from': 0, 'to': 1, 'stand_in': 1,
        },
        'segments_segment_rule_min_count': {
            'type': 'integer', 'from': 1, 'stand_in': 1,
        },
        'segments_products_per_segment': {'type': 'integer', 'from': 1, 'stand_in': 1},
        'segments_open_rules_per_customer': {
            'type': 'integer', 'from': 1, 'stand_in': 1,
        },
        'segments_association_features': {'type': 'boolean', 'stand_in': true},
    }) }}
{% endmacro %}
