{% macro input_yaml() %}
    {# The YAML that maps the inputs, ready to be filled in. #}
    {% set lines = ['vars:', '  customer_segments:', '    segments_inputs:'] %}
    {% for input, contract in customer_segments.input_contract().items() %}
        {% set mark = '' if input == 'order_lines' else '# ' %}
        {% if mark %}
            {% do lines.append('      # optional:') %}
        {% endif %}
        {% do lines.append('      ' ~ mark ~ input ~ ':') %}
        {% do lines.append(
            '      ' ~ mark ~ "  relation: \"ref('your_" ~ input ~ "')\""
        ) %}
        {% do lines.append('      ' ~ mark ~ '  columns:') %}
        {% for column, spec in
            contract.items() | sort(attribute='1.required', reverse=true) %}
            {% set is_required = spec['required'] %}
            {% do lines.append(
                '      ' ~ (mark or ('' if is_required else '# ')) ~ '    ' ~ column
                ~ ': your_column' ~ ('' if is_required else '  # optional')
            ) %}
        {% endfor %}
    {% endfor %}
    {{ return(lines | join('\n')) }}
{% endmacro %}
