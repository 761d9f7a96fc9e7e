{% macro known_variables() %}
    {#
        Every variable of the package with what it may hold; dbt_project.yml has the
        defaults, and a test compares the names. `stand_in` is read while parsing where
        a value is impossible, so that parsing ends and validate_configuration can name
        the mistake. `or` is a word that stands for a number. Types: integer, number,
        boolean, date, choice, choices, text, inputs, event_types.
    #}
    {% set variables = {
        'segments_inputs': {'type': 'inputs', 'nullable': true, 'stand_in': {}},
        'segments_as_of': {'type': 'date', 'nullable': true, 'stand_in': none},
        'segments_backfill': {'type': 'boolean', 'stand_in': false},
        'segments_horizon_days': {
            'type': 'integer', 'from': 1, 'to': 3650, 'stand_in': 1,
        },
        'segments_training_cutoffs': {
            'type': 'integer', 'from': 0, 'to': 60, 'stand_in': 0,
        },
        'segments_late_arrival_days': {
            'type': 'integer', 'from': 0, 'to': 3650, 'stand_in': 0,
        },
        'segments_event_types': {'type': 'event_types', 'stand_in': {}},
        'segments_session_timeout_minutes': {
            'type': 'integer', 'from': 1, 'to': 1440, 'stand_in': 1,
        },
        'segments_session_max_minutes': {
            'type': 'integer', 'nullable': true, 'from': 1, 'to': 1440, 'stand_in': 1,
        },
        'segments_session_breaks': {
            'type': 'choices', 'choices': ['campaign', 'midnight'], 'stand_in': [],
        },
        'segments_suspect_sessions_in_features': {'type': 'boolean', 'stand_in': true},
        'segments_count': {
            'type': 'integer', 'or': 'auto', 'from': 2, 'to': 100, 'stand_in': 2,
        },
        'segments_count_min': {'type': 'integer', 'from': 2, 'to': 100, 'stand_in': 2},
        'segments_count_max': {'type': 'integer', 'from': 2, 'to': 100, 'stand_in': 2},
        'segments_network': {
            'type': 'choice',
            'choices': [
                'outcome_autoencoder', 'autoencoder', 'variational_autoencoder', 'none',
            ],
            'stand_in': 'outcome_autoencoder',
        },
        'segments_clustering': {
            'type': 'choice', 'choices': ['kmeans', 'hdbscan', 'dbscan'],
            'stand_in': 'kmeans',
        },
        'segments_max_reassigned_share': {
            'type': 'number', 'from': 0, 'to': 1, 'stand_in': 1,
        },
        'segments_switch_confidence': {
            'type': 'number', 'from': 0.5, 'below': 1, 'stand_in': 0.5,
        },
        'segments_language': {'type': 'choice', 'choices': ['en', 'zh'],
                              'stand_in': 'en'},
        'segments_training': {
            'type': 'choice', 'choices': ['auto', 'always', 'never'],
            'stand_in': 'never',
        },
        'segments_retrain_after_days': {'type': 'integer', 'from': 0, 'stand_in': 0},
        'segments_training_rows': {'type': 'integer', 'from': 100, 'stand_in': 100},
        'segments_seed': {
            'type': 'integer', 'from': 0, 'to': 4294967295, 'stand_in': 0,
        },
        'segments_model_file': {'type': 'text', 'nullable': true, 'stand_in': none},
        'segments_onnx_dir': {'type': 'text', 'stand_in': 'onnx'},
    } %}
    {% do variables.update(customer_segments.association_variables()) %}
    {{ return(variables) }}
{% endmacro %}
