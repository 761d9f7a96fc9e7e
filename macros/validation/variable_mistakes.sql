{% macro variable_mistakes() %}
    {# A sentence for every variable that is unknown, out of place, or impossible. #}
    {% set mistakes = [] %}
    {% for name in customer_segments._unknown_variables() %}
        {% do mistakes.append(
            "variable '" ~ name ~ "' is unknown. "
            ~ customer_segments.suggestion(
                name, customer_segments.known_variables() | list
            )
        ) %}
    {% endfor %}
    {% for name, scope in customer_segments._misplaced_variables() %}
        {% do mistakes.append(
            "variable '" ~ name ~ "' has no effect where it stands, got it under "
            ~ scope ~ '. Move it under vars: customer_segments (on the command line: '
            ~ 'to the top).'
        ) %}
    {% endfor %}
    {% for name in customer_segments.known_variables() %}
        {% set advice = customer_segments.value_advice(name, var(name)) %}
        {% if advice %}
            {% do mistakes.append(
                "variable '" ~ name ~ "' cannot be used, got "
                ~ customer_segments.shown(var(name)) ~ '. ' ~ advice
            ) %}
        {% endif %}
    {% endfor %}
    {{ return(mistakes) }}
{% endmacro %}

{% macro _unknown_variables() %}
    {% set known = customer_segments.known_variables() | list %}
    {% set given = adapter.config.vars.to_dict() %}
    {% set scoped = given.get('customer_segments') %}
    {% set unknown = [] %}
    {% for name in (scoped if scoped is mapping else []) if name not in known %}
        {% do unknown.append(name) %}
    {% endfor %}
    {# other packages' variables stand here too: only what looks like ours is judged #}
    {% for name in given | list + invocation_args_dict.get('vars', {}) | list
        if name not in known + unknown + ['customer_segments'] %}
        {# quick to judge, as a project may have hundreds of other variables #}
        {% set lower = name | lower %}
        {% set is_near = 'segment' in lower
            or customer_segments._edit_distance(lower.split('_')[0], 'segments') <= 1 %}
        {% if name.startswith('segments_')
            or is_near and customer_segments._is_misspelt(name, known) %}
            {% do unknown.append(name) %}
        {% endif %}
    {% endfor %}
    {{ return(unknown) }}
{% endmacro %}

{% macro _is_misspelt(name, known) %}
    {% set near = [] %}
    {% for other in known if (other | length - name | length) | abs <= 2 %}
        {% do near.append(other) %}
    {% endfor %}
    {% set nearest = customer_segments.nearest_name(name, near) %}
    {{ return(nearest is not none
        and customer_segments._edit_distance(name | lower, nearest) <= 2) }}
{% endmacro %}

{% macro _misplaced_variables() %}
    {% set known = customer_segments.known_variables() | list %}
    {% set misplaced = [] %}
    {% for scope, variables in adapter.config.vars.to_dict().items()
        if variables is mapping and scope not in known + ['customer_segments'] %}
        {% for name in variables if name in known %}
            {% do misplaced.append((name, 'vars: ' ~ scope)) %}
        {% endfor %}
    {% endfor %}
    {% for scope, variables in invocation_args_dict.get('vars', {}).items()
        if variables is mapping and scope not in known %}
        {% for name in variables if name in known %}
            {% do misplaced.append((name, '--vars: ' ~ scope)) %}
        {% endfor %}
    {% endfor %}
    {{ return(misplaced) }}
{% endmacro %}
