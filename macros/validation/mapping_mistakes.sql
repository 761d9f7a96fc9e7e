{% macro mapping_mistakes(input, mapped, columns_found) %}
    {#
        A sentence for every mistake in an input's columns. Where the relation's columns are
        known, a column mapped by a bare name must be among them.
    #}
    {% set contract = customer_segments.input_contract(input) %}
    {% set columns = mapped.get('columns') %}
    {% set where_to = 'vars: customer_segments: segments_inputs: ' ~ input ~ ': columns.' %}
    {% set found = '; columns found: ' ~ columns_found | join(', ') if columns_found else '' %}
    {% if columns is not mapping %}
        {{ return([
            "input '" ~ input ~ "' has no mapping of columns, got "
            ~ customer_segments.shown(columns) ~ found ~ '. Add '
            ~ customer_segments._required_columns(input) | join(', ') ~ ' under ' ~ where_to
        ]) }}
    {% endif %}

    {% set mistakes = [] %}
    {% for column in customer_segments._required_columns(input) if columns.get(column) is none %}
        {% do mistakes.append(
            "input '" ~ input ~ "' has no column mapped for '" ~ column ~ "'" ~ found
            ~ '. Add it under ' ~ where_to
        ) %}
    {% endfor %}
    {% for column, given in columns.items() %}
        {% if column not in contract %}
            {% do mistakes.extend(customer_segments._attribute_mistakes(input, column, columns)) %}
        {% endif %}
        {% if given is boolean or not (given is none or given is number or given is string)
            or given is string and not given | trim %}
            {% do mistakes.append(
                "input '" ~ input ~ "' maps '" ~ column ~ "' to what is neither a column nor SQL, got "
                ~ customer_segments.shown(given) ~ '. Give a name or an expression in quotes.'
            ) %}
        {% endif %}
    {% endfor %}
    {{ return(mistakes
        + customer_segments.absent_columns(input, mapped, columns_found or none)) }}
{% endmacro %}

{% macro _required_columns(input) %}
    {% set required = [] %}
    {% for column, spec in customer_segments.input_contract(input).items() if spec['required'] %}
        {% do required.append(column) %}
    {% endfor %}
    {{ return(required) }}
{% endmacro %}

{% macro _attribute_mistakes(input, column, columns) %}
    {# A column outside the contract: customers may bring attributes, misspellings are none. #}
    {% set contract = customer_segments.input_contract(input) | list %}
    {% set who = "input '" ~ input ~ "' has an unknown column '" ~ column ~ "'. " %}
    {% if input != 'customers' %}
        {{ return([who ~ customer_segments.suggestion(column, contract)]) }}
    {% endif %}
    {% set unmapped = contract | reject('in', columns) | list %}
    {% if customer_segments._is_misspelt(column | string, unmapped)
        or column | string | lower in contract %}
        {{ return([who ~ customer_segments.suggestion(column, contract)]) }}
    {% elif not modules.re.match('[A-Za-z_][A-Za-z0-9_]*$', column | string)
        or column | lower in ['input_content', 'rejection_reason', 'row_reason', 'occurrence'] %}
        {{ return([
            "input 'customers' has an attribute that cannot be a column's name, got "
            ~ customer_segments.shown(column)
            ~ '. Use letters, digits and underscores, and no name of this package\'s own columns.'
        ]) }}
    {% endif %}
    {{ return([]) }}
{% endmacro %}
