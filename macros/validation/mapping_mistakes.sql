{% macro mapping_mistakes(input, mapped, columns_found) %}
    {#
        A sentence for every mistake in an input's columns. Where the relation's columns
        are known, a column mapped by a bare name must be among them.
    #}
    {% set who = "input '" ~ input ~ "' " %}
    {% set required = customer_segments._required_columns(input) %}
    {% set columns = mapped.get('columns') %}
    {% set where_to = 'vars: customer_segments: segments_inputs: ' ~ input
        ~ ': columns.' %}
    {% set found = '; columns found: ' ~ columns_found | join(', ') if columns_found
        else '' %}
    {% if columns is not mapping %}
        {{ return([
            who ~ 'has no mapping of columns, got ' ~ customer_segments.shown(columns)
            ~ found ~ '. Add ' ~ required | join(', ') ~ ' under ' ~ where_to
        ]) }}
    {% endif %}

    {% set mistakes = [] %}
    {% for column in required if columns.get(column) is none %}
        {% do mistakes.append(
            who ~ "has no column mapped for '" ~ column ~ "'" ~ found
            ~ '. Add it under ' ~ where_to
        ) %}
    {% endfor %}
    {% for either in customer_segments.alternatives(input)
        if not either | select('in', columns) | list %}
        {% do mistakes.append(
            who ~ 'has no column mapped for ' ~ either | join(' or ') ~ found
            ~ '. Add one of them under ' ~ where_to
        ) %}
    {% endfor %}
    {% for column, given in columns.items() %}
        {% do mistakes.extend(
            customer_segments.attribute_mistakes(input, column, columns)
        ) %}
        {% if not customer_segments._is_name_or_sql(given) %}
            {% do mistakes.append(
                who ~ "maps '" ~ column ~ "' to what is neither a column nor SQL, got "
                ~ customer_segments.shown(given)
                ~ '. Give a name or an expression in quotes.'
            ) %}
        {% endif %}
    {% endfor %}
    {{ return(mistakes
        + customer_segments.absent_columns(input, mapped, columns_found or none)) }}
{% endmacro %}

{% macro _is_name_or_sql(given) %}
    {# None is a column that is not mapped; YAML reads a bare 5 as a number. #}
    {{ return(
        given is none
        or given is string and given | trim | length > 0
        or given is number and given is not boolean
    ) }}
{% endmacro %}

{% macro _required_columns(input) %}
    {% set required = [] %}
    {% for column, spec in customer_segments.input_contract(input).items()
        if spec['required'] %}
        {% do required.append(column) %}
    {% endfor %}
    {{ return(required) }}
{% endmacro %}
