{% macro checked_input(
    input, unique_key=none, unique_within=none, rules=[], keeps_row=false
) %}
    {#
        Every row of an input, cast to the contract's types, with the first reason for
        which it cannot be used and its original content as JSON (null where it can).
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
            {{ customer_segments.typed_value(column ~ '__given', spec['type']) }}
                as {{ column }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from given
    ),

    judged as (
        select
            typed.*,
            {{ customer_segments.row_reason(input, rules) }} as row_reason
        from typed
    ),

    {% set mapping = customer_segments.segments_input(input) -%}
    {% set has_key = unique_key and mapping is not none
        and mapping['columns'].get(unique_key) -%}
    reasoned as (
        select
            judged.*,
            case
                when row_reason is not null then row_reason
                {%- if has_key %}
                when
                    {{ unique_key }} is not null
                    and row_number() over (
                        partition by
                            {{ [unique_within, unique_key] | select | join(', ') }},
                            row_reason
                        order by {{ customer_segments.row_as_json('input_row') }}
                    ) > 1
                    then 'duplicate_{{ unique_key }}'
                {%- endif %}
            end as rejection_reason
        from judged
    )

    select
        {%- for column in contract %}
        {{ column }},
        {%- endfor %}
        {%- for column in attributes %}
        {{ column }}__given as {{ adapter.quote(column) }},
        {%- endfor %}
        {%- if keeps_row %}
        input_row,
        {%- endif %}
        {#- JSON takes as long as all else: only a rejected row is shown #}
        case
            when rejection_reason is not null
                then {{ customer_segments.row_as_json('input_row') }}
        end as input_content,
        rejection_reason
    from reasoned
{% endmacro %}
