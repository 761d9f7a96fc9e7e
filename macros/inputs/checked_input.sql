{% macro checked_input(input, unique_key=none, rules=[]) %}
    {#
        Every row of an input, cast to the contract's types, with the first reason for which it
        cannot be used (null where it can) and its original content as JSON.
    #}
    {% set contract = customer_segments.input_contract(input) %}
    {% set attributes = customer_segments.input_attributes(input) %}
    with given as (
        {{ customer_segments.input_rows(input) }}
    ),

    typed as (
        select
            given.*,
            {%- for column, spec in contract.items() %}
            {{ customer_segments._typed(column ~ '__given', spec['type']) }} as {{ column }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from given
    ),

    judged as (
        select
            typed.*,
            {#- coalesce and case look at a row's text only where its value is null #}
            coalesce(
                {%- for column, spec in contract.items() %}
                {{ customer_segments._reason(column, spec) }},
                {%- endfor %}
                {%- for rule in rules %}
                case when {{ rule['condition'] }} then '{{ rule['reason'] }}' end,
                {%- endfor %}
                null
            ) as row_reason
        from typed
    ),

    {% set mapping = customer_segments.segments_input(input) -%}
    {% set has_key = unique_key and mapping is not none and mapping['columns'].get(unique_key) -%}
    numbered as (
        select
            judged.*,
            {%- if has_key %}
            row_number() over (
                partition by {{ unique_key }}, row_reason
                order by input_content
            )
            {%- else %}
            1
            {%- endif %} as occurrence
        from judged
    )

    select
        {%- for column in contract %}
        {{ column }},
        {%- endfor %}
        {%- for column in attributes %}
        {{ column }}__given as {{ column }},
        {%- endfor %}
        input_content,
        case
            when row_reason is not null then row_reason
            {%- if has_key %}
            when occurrence > 1 and {{ unique_key }} is not null then 'duplicate_{{ unique_key }}'
            {%- endif %}
        end as rejection_reason
    from numbered
{% endmacro %}

{% macro _typed(expression, type) %}
    {% if type == 'text' %}
        {{ return("nullif(trim(cast(" ~ expression ~ " as " ~ dbt.type_string() ~ ")), '')") }}
    {% elif type == 'number' %}
        {{ return('try_cast(' ~ expression ~ ' as double)') }}
    {% elif type == 'boolean' %}
        {{ return('try_cast(' ~ expression ~ ' as boolean)') }}
    {% endif %}
    {{ return(customer_segments.as_utc_timestamp(expression)) }}
{% endmacro %}

{% macro _reason(column, spec) %}
    {# Why a row with this column cannot be used; null where the column does not stand against it. #}
    {% set is_blank = customer_segments._is_blank(column ~ '__given') %}
    {% set missing = "'missing_" ~ column ~ "'" if spec['required'] else 'null' %}
    {% if spec['type'] == 'text' %}
        case when {{ column }} is null then {{ missing }} end
    {%- else %}
        case
            when {{ column }} is null
                then case when {{ is_blank }} then {{ missing }} else 'unreadable_{{ column }}' end
            {%- if spec['type'] == 'number' %}
            when not abs({{ column }}) <= 1.7e308 then 'non_finite_{{ column }}'
            {%- endif %}
        end
    {%- endif %}
{% endmacro %}

{% macro _is_blank(expression) %}
    {{ return("coalesce(trim(cast(" ~ expression ~ " as " ~ dbt.type_string() ~ ")) = '', true)") }}
{% endmacro %}
