{% macro kept_recipe() %}
    {#
        What makes events and sessions, as one SQL text: a checksum of their SQL, the
        mapping and the rules. Tables of another recipe are made anew.
    #}
    {% set parts = [
        customer_segments.segments_input('events') | string,
        customer_segments.canonical_event_type('name', 'listed'),
        customer_segments.session_counts(),
        customer_segments.session_id(),
        customer_segments.session_flags(),
        customer_segments.events_with_stretches('events'),
        customer_segments.events_with_breaks('stretches'),
        customer_segments.hash_key('visitor_id'),
    ] %}
    {% for name in [
        'segments_session_timeout_minutes', 'segments_session_max_minutes',
        'segments_session_breaks',
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
