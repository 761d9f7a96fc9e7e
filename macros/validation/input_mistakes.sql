{% macro input_mistakes(inputs, relations_too) %}
    {# A sentence for every mistake in the inputs, their relations and their columns. #}
    {% set contracts = customer_segments.input_contract() %}
    {% set mistakes = [] %}
    {% for input, mapped in inputs.items() %}
        {% if input not in contracts %}
            {% do mistakes.append(
                "input '" ~ input ~ "' is unknown. "
                ~ customer_segments.suggestion(input, contracts | list)
            ) %}
        {% elif mapped is not mapping %}
            {% do mistakes.append(
                "input '" ~ input ~ "' is no mapping, got "
                ~ customer_segments.shown(mapped) ~ '. Give it relation and columns.'
            ) %}
        {% else %}
            {% do mistakes.extend(
                customer_segments._mistakes_of_one(input, mapped, relations_too)
            ) %}
        {% endif %}
    {% endfor %}
    {% do mistakes.extend(customer_segments.order_mistakes(inputs)) %}
    {{ return(mistakes) }}
{% endmacro %}

{% macro _mistakes_of_one(input, mapped, relations_too) %}
    {% set mistakes = customer_segments.relation_mistakes(input, mapped) %}
    {% set relation = {'columns': none, 'mistakes': []} %}
    {% if relations_too and not mistakes %}
        {% set relation = customer_segments.relation_columns(
            input, mapped['relation']
        ) %}
    {% endif %}
    {{ return(
        customer_segments._key_mistakes(input, mapped)
        + mistakes + relation['mistakes']
        + customer_segments.mapping_mistakes(input, mapped, relation['columns'])
    ) }}
{% endmacro %}

{% macro _key_mistakes(input, mapped) %}
    {% set known = ['relation', 'columns', 'where'] %}
    {% set mistakes = [] %}
    {% for key in mapped if key not in known %}
        {% do mistakes.append(
            "input '" ~ input ~ "' has an unknown key '" ~ key ~ "'. "
            ~ customer_segments.suggestion(key, known)
        ) %}
    {% endfor %}
    {% set where = mapped.get('where') %}
    {% if where is not none and where is not string %}
        {% do mistakes.append(
            "input '" ~ input ~ "' has a where that is no text, got "
            ~ customer_segments.shown(where) ~ '. Give an SQL condition in quotes.'
        ) %}
    {% endif %}
    {{ return(mistakes) }}
{% endmacro %}
