{% macro kept_recipe() %}
    {#
        What makes events and sessions, as one SQL text: a checksum of their SQL, the
        mapping and the rules. Tables of another recipe are made anew.
    #}
    {# raise the number when a macro that these models call makes other rows #}
    {% set parts = [
        '1',
        customer_segments.segments_input('events') | string,
        customer_segments.is_suspect_session(
            event_count='events', duration_seconds='seconds'
        ),
    ] %}
    {% for name in [
        'segments_event_types', 'segments_session_timeout_minutes',
        'segments_session_max_minutes', 'segments_session_breaks',
    ] %}
        {% do parts.append(customer_segments.segments_var(name) | string) %}
    {% endfor %}
    {% for step in [
        'base_segments__event_rows', 'base_segments__repeated_events',
        'base_segments__events', 'stg_segments__events', 'int_segments__visitor_days',
        'sessions',
    ] if 'nodes' in graph %}
        {% do parts.append(customer_segments.model_node(step).raw_code) %}
    {% endfor %}
    {% for seed in (graph.nodes.values() if 'nodes' in graph else [])
        if seed.resource_type == 'seed' and seed.name == 'event_types' %}
        {% do parts.append(seed.checksum.checksum) %}
    {% endfor %}
    {{ return("'" ~ local_md5(parts | join('\n')) ~ "'") }}
{% endmacro %}
