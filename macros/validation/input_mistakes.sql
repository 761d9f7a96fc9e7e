{% macro input_mistakes(inputs, relations_too) %}
    {# A sentence for every mistake in segments_inputs, its relations and their columns. #}
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
                "input '" ~ input ~ "' is no mapping, got " ~ customer_segments.shown(mapped)
                ~ '. Give it relation and columns.'
            ) %}
        {% else %}
            {% set relation_mistakes = customer_segments._relation_mistakes(input, mapped) %}
            {% set relation = {'columns': none, 'mistakes': []} %}
            {% if relations_too and not relation_mistakes %}
                {% set relation = customer_segments.relation_columns(input, mapped['relation']) %}
            {% endif %}
            {% do mistakes.extend(customer_segments._key_mistakes(input, mapped)) %}
            {% do mistakes.extend(relation_mistakes + relation['mistakes']) %}
            {% do mistakes.extend(
                customer_segments.mapping_mistakes(input, mapped, relation['columns'])
            ) %}
        {% endif %}
    {% endfor %}
    {% if 'order_lines' not in inputs %}
        {% do mistakes.append(
            "input 'order_lines' is not mapped, got "
            ~ (inputs | list | join(', ') or 'nothing')
            ~ '. Write the lines below into dbt_project.yml.'
        ) %}
    {% endif %}
    {{ return(mistakes) }}
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

{% macro _relation_mistakes(input, mapped) %}
    {% set relation = mapped.get('relation') %}
    {% set advice = "Give \"ref('model')\", \"source('source', 'table')\", a table's name or a file reader, in quotes." %}
    {% set who = "input '" ~ input ~ "' " %}
    {% if relation is none %}
        {{ return([who ~ 'has no relation. ' ~ advice]) }}
    {% elif relation is not string or not relation | trim %}
        {{ return([
            who ~ 'has a relation that is no text, got ' ~ customer_segments.shown(relation)
            ~ '. ' ~ advice
        ]) }}
    {% endif %}
    {% set kind = customer_segments._relation_call(relation | trim)['kind'] %}
    {% if modules.re.match('\\s*(ref|source)\\s*\\(|.*[{][{]', relation)
        and kind not in ['ref', 'source'] %}
        {{ return([
            who ~ 'has a relation that cannot be read, got ' ~ customer_segments.shown(relation)
            ~ '. ' ~ advice
        ]) }}
    {% endif %}
    {{ return([]) }}
{% endmacro %}
