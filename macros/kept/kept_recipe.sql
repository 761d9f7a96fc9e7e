{% macro kept_recipe() %}
    {#
        What makes events and sessions, as SQL text of a whole number, which is stored
        faster than text: a checksum of their SQL, the mapping and the rules. Tables of
        another recipe are made anew.
    #}
    {# the checksum of the macros that these models call; a house rule compares it #}
    {% set parts = [
        '5fe03f5839ee424391149c747a47aa69',
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
        'base_segments__event_rows', 'base_segments__repeated_ids',
        'base_segments__changed_events', 'base_segments__kept_events',
        'base_segments__repeated_events', 'base_segments__events',
        'stg_segments__events', 'int_segments__visitor_days',
        'int_segments__changed_visits', 'sessions', 'int_segments__midnight_visits',
    ] if 'nodes' in graph %}
        {% do parts.append(customer_segments.model_node(step).raw_code) %}
    {% endfor %}
    {% do parts.extend(customer_segments._listed_event_types()) %}
    {# as much as 64 bits hold #}
    {{ return("'" ~ local_md5(parts | join('\n'))[:15] | int(0, 16) ~ "'") }}
{% endmacro %}

{% macro _listed_event_types() %}
    {# What the table says that events are joined with: its file may say more by now. #}
    {% set found = [] %}
    {% set nodes = graph.get('nodes', {}) if execute and flags.INTROSPECT else {} %}
    {% for seed in nodes.values()
        if seed.resource_type == 'seed' and seed.name == 'event_types' %}
        {% set relation = adapter.get_relation(
            seed.database, seed.schema, seed.alias
        ) %}
        {% set listed = [] if relation is none else run_query(
            'select event_name, event_type from ' ~ relation
        ).rows %}
        {% for row in listed %}
            {% do found.append(row | join('=')) %}
        {% endfor %}
    {% endfor %}
    {{ return(found | sort) }}
{% endmacro %}
