{% macro row_reason(input, rules) %}
    {# The first reason for which a row cannot be used; null where it can. #}
    coalesce(
        {#- coalesce and case look at a row's text only where its value is null #}
        {%- for column, spec in customer_segments.input_contract(input).items()
            if spec['required'] or spec['type'] != 'text' %}
        {{ customer_segments.rejection_reason(column, spec) }},
        {%- endfor %}
        {%- for columns in customer_segments.alternatives(input) %}
        case
            when coalesce({{ columns | join(', ') }}) is null
                then 'missing_{{ columns | join('_or_') }}'
        end,
        {%- endfor %}
        {%- for rule in rules %}
        case when {{ rule['condition'] }} then '{{ rule['reason'] }}' end,
        {%- endfor %}
        null
    )
{%- endmacro %}
