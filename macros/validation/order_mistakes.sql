{% macro order_mistakes(inputs) %}
    {# Sentences where nothing is mapped that orders can be read from. #}
    {% if 'order_lines' in inputs %}
        {{ return([]) }}
    {% elif 'events' not in inputs %}
        {{ return([
            "input 'order_lines' is not mapped, got "
            ~ (inputs | list | join(', ') or 'nothing')
            ~ '. Write the lines below into dbt_project.yml, or map events whose '
            ~ 'purchases make the orders.'
        ]) }}
    {% endif %}
    {% set mistakes = [] %}
    {% set columns = (inputs['events'] or {}).get('columns') or {} %}
    {% for column in ['customer_id', 'value'] if columns.get(column) is none %}
        {% do mistakes.append(
            "input 'events' has no column mapped for '" ~ column ~ "', but without "
            ~ "order_lines its purchases make the orders. Add it under vars: "
            ~ 'customer_segments: segments_inputs: events: columns, or map order_lines.'
        ) %}
    {% endfor %}
    {{ return(mistakes) }}
{% endmacro %}
