{% macro selection_mistakes() %}
    {#
        Features of associations that are left out of a build would be those of an
        earlier one, or nothing.
    #}
    {% set chosen = namespace(names=[]) %}
    {% for id in selected_resources if id.startswith('model.customer_segments.') %}
        {% do chosen.names.append(id.split('.')[-1]) %}
    {% endfor %}
    {{ return([
        "variable 'segments_association_features' is true, got a selection with "
        ~ 'int_segments__customer_totals that leaves out '
        ~ 'int_segments__basket_features. Set it to false, or select what it needs.'
    ] if 'int_segments__customer_totals' in chosen.names
        and 'int_segments__customer_activity' in chosen.names
        and 'int_segments__basket_features' not in chosen.names
        and customer_segments.segments_var('segments_association_features')
    else []) }}
{% endmacro %}
