{% macro outdate_kept(name) %}
    {#
        A statement for right before all events are read anew: marks a table that was
        made of the former ones, so that the next build of it keeps nothing. Empty where
        the events are kept, or nothing was made of them.
    #}
    {% set kept_before = customer_segments.kept_before(
        'base_segments__events', 'event_at'
    ) %}
    {% if not execute or kept_before is not none %}
        {{ return('') }}
    {% endif %}
    {% set node = customer_segments.model_node(name) %}
    {% set meta = node.config.meta %}
    {% set recipe = meta.get('recipe_column', 'recipe') %}
    {% set relation = customer_segments.kept_relation(name) %}
    {% if node.config.materialized != 'incremental' or relation is none
        or relation.type != 'table' or recipe not in
        adapter.get_columns_in_relation(relation) | map(attribute='name') %}
        {{ return('') }}
    {% endif %}
    {% set time = meta['kept_time'] %}
    update {{ relation }} set {{ recipe }} = ''
    where {{ time }} = (select min({{ time }}) from {{ relation }})
{% endmacro %}
