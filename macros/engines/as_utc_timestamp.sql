{% macro as_utc_timestamp(expression) %}
    {{ return(adapter.dispatch('as_utc_timestamp', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__as_utc_timestamp(expression) %}
    {{ return('cast(try_cast(' ~ expression ~ ' as timestamp) as timestamp_ntz)') }}
{% endmacro %}

{% macro duckdb__as_utc_timestamp(expression) %}
    {# A plain cast of '10:00+02' to timestamp would drop the offset without a word. #}
    {%- set text = 'trim(cast(' ~ expression ~ ' as varchar))' -%}
    {%- set offset = '([Zz]|[+-]\\d\\d(:?\\d\\d){0,2})$' -%}
    case
        when typeof({{ expression }}) = 'TIMESTAMP WITH TIME ZONE'
            then timezone('UTC', try_cast({{ expression }} as timestamptz))
        when typeof({{ expression }}) <> 'VARCHAR'
            then try_cast({{ expression }} as timestamp)
        when regexp_matches({{ text }}, '\d:\d\d(\.\d+)?\s*{{ offset }}')
            then timezone('UTC', try_cast(
                -- 10:00 +0200 is read once the blank is gone and the seconds are there
                regexp_replace(
                    regexp_replace(upper({{ text }}), '\s*{{ offset }}', '\1'),
                    '([T ]\d?\d:\d\d)(Z|[+-])', '\1:00\2'
                ) as timestamptz
            ))
        -- what is no timestamp, but is one with a time zone, ends in a zone's name
        else coalesce(
            try_cast({{ text }} as timestamp),
            timezone('UTC', try_cast({{ text }} as timestamptz))
        )
    end
{% endmacro %}
