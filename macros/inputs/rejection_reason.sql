{% macro rejection_reason(column, spec) %}
    {# Why a row with this column cannot be used; null where it can. #}
    {% set is_blank = customer_segments._is_blank(column ~ '__given') %}
    {% set missing = "'missing_" ~ column ~ "'" if spec['required'] else 'null' %}
    {% if spec['type'] == 'text' %}
        case when {{ column }} is null then {{ missing }} end
    {%- else %}
        case
            when {{ column }} is null
                then case
                    when {{ is_blank }} then {{ missing }}
                    else 'unreadable_{{ column }}'
                end
            {%- if spec['type'] == 'number' %}
            when not abs({{ column }}) <= 1.7e308 then 'non_finite_{{ column }}'
            {%- endif %}
        end
    {%- endif %}
{% endmacro %}

{% macro _is_blank(expression) %}
    {% set text = 'cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')' %}
    {{ return('coalesce(trim(' ~ text ~ ") = '', true)") }}
{% endmacro %}
