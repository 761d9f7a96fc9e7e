{% macro attribute_mistakes(input, column, columns) %}
    {#
        Sentences about a mapped column outside the contract: customers may bring
        attributes, misspellings are none.
    #}
    {% set contract = customer_segments.input_contract(input) | list %}
    {% if column in contract %}
        {{ return([]) }}
    {% endif %}
    {% set unmapped = contract | reject('in', columns) | list %}
    {% if input != 'customers' or column | string | lower in contract
        or customer_segments._is_misspelt(column | string, unmapped) %}
        {{ return([
            "input '" ~ input ~ "' has an unknown column '" ~ column ~ "'. "
            ~ customer_segments.suggestion(column, contract)
        ]) }}
    {% elif not customer_segments._is_free_name(column) %}
        {{ return([
            "input 'customers' has an attribute that cannot be a column's name, got "
            ~ customer_segments.shown(column)
            ~ '. Use letters, digits and underscores, '
            ~ "and no name of this package's own columns."
        ]) }}
    {% elif column | lower in customer_segments._names_before(column, columns) %}
        {{ return([
            "input 'customers' has two attributes that differ in case alone, got "
            ~ customer_segments.shown(column)
            ~ '. Rename one: engines take both for the same column.'
        ]) }}
    {% endif %}
    {{ return([]) }}
{% endmacro %}

{% macro _names_before(column, columns) %}
    {% set names = columns | map('string') | list %}
    {{ return(names[:names.index(column | string)] | map('lower') | list) }}
{% endmacro %}

{% macro _is_free_name(column) %}
    {% set taken = [
        'input_row', 'input_content', 'rejection_reason', 'row_reason',
    ] %}
    {{ return(
        modules.re.match('[A-Za-z_][A-Za-z0-9_]*$', column | string) is not none
        and column | lower not in taken
    ) }}
{% endmacro %}
