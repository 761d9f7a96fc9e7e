{% macro outdate_kept(names) %}
    {#
        Statements for right before events are exchanged: they mark tables that would
        not look at all that changes, so that the next build of these keeps nothing. All
        of them where all events are read anew; or else those that know later events
        than are kept, as a build was killed after the newest had gone.
    #}
    {% set statements = [] %}
    {% if execute %}
        {% set kept_before = customer_segments.kept_before(
            'base_segments__kept_events', 'event_at'
        ) %}
        {% for name in names %}
            {% set meta = customer_segments.model_node(name).config.meta %}
            {% set theirs = customer_segments.kept_before(
                name, meta['kept_time'], meta.get('recipe_column', 'recipe_number')
            ) %}
            {# both are written alike, and so sort as the times do #}
            {% if kept_before is none or theirs is not none and theirs > kept_before %}
                {% do statements.append(customer_segments._outdate(name)) %}
            {% endif %}
        {% endfor %}
    {% endif %}
    {{ return(statements | select | join(';\n')) }}
{% endmacro %}

{% macro _outdate(name) %}
    {% set node = customer_segments.model_node(name) %}
    {% set relation = customer_segments.kept_relation(name) %}
    {% set time = node.config.meta['kept_time'] %}
    {% set recipe = node.config.meta.get('recipe_column', 'recipe_number') %}
    {% if node.config.materialized != 'incremental' or relation is none
        or relation.type != 'table' or recipe not in
        adapter.get_columns_in_relation(relation) | map(attribute='name') %}
        {{ return('') }}
    {% endif %}
    {{ return(
        'update ' ~ relation ~ ' set ' ~ recipe ~ " = '0' where " ~ time
        ~ ' = (select min(' ~ time ~ ') from ' ~ relation ~ ')'
    ) }}
{% endmacro %}
