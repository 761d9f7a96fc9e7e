{% macro outdate_kept(names) %}
    {#
        Statements for right before all events are read anew: they mark tables that were
        made of the former ones, so that the next build of these keeps nothing. Empty
        where the events are kept, or nothing was made of them.
    #}
    {% set statements = [] %}
    {% if execute and customer_segments.kept_before(
        'base_segments__kept_events', 'event_at'
    ) is none %}
        {% for name in names %}
            {% do statements.append(customer_segments._outdate(name)) %}
        {% endfor %}
    {% endif %}
    {{ return(statements | select | join(';\n')) }}
{% endmacro %}

{% macro _outdate(name) %}
    {% set node = customer_segments.model_node(name) %}
    {% set relation = customer_segments.kept_relation(name) %}
    {% set time = node.config.meta['kept_time'] %}
    {% set recipe = node.config.meta.get('recipe_column', 'recipe') %}
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
