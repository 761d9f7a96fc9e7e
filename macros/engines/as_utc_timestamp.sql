{% macro as_utc_timestamp(expression) %}
    {{ return(adapter.dispatch('as_utc_timestamp', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__as_utc_timestamp(expression) %}
    {{ return('cast(try_cast(' ~ expression ~ ' as timestamp) as timestamp_ntz)') }}
{% endmacro %}

{% macro duckdb__as_utc_timestamp(expression) %}
    {# A plain cast of '10:00+02' to timestamp would drop the offset without a word. #}
    case
        when typeof({{ expression }}) = 'TIMESTAMP WITH TIME ZONE'
            then timezone('UTC', try_cast({{ expression }} as timestamptz))
        when typeof({{ expression }}) <> 'VARCHAR'
            then try_cast({{ expression }} as timestamp)
        when regexp_matches(
            trim(cast({{ expression }} as varchar)),
            ':\d\d(\.\d+)?\s*(Z|z|UTC|[+-]\d\d(:?\d\d)?)$'
        )
            then timezone('UTC', try_cast({{ expression }} as timestamptz))
        else try_cast({{ expression }} as timestamp)
    end
{% endmacro %}
