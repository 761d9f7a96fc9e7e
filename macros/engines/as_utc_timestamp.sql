{% macro as_utc_timestamp(expression) %}
    {{ return(adapter.dispatch('as_utc_timestamp', 'customer_segments')(expression)) }}
{% endmacro %}

{% macro default__as_utc_timestamp(expression) %}
    {{ return('try_cast(' ~ expression ~ ' as timestamp)') }}
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

{% macro spark__as_utc_timestamp(expression) %}
    {# A cast of '10:00+02' to timestamp_ntz would drop the offset without a word. #}
    {%- set text = 'trim(cast(' ~ expression ~ ' as string))' -%}
    {# 10:00+0200 is read once the seconds and the colon are there #}
    {%- set timed = "regexp_replace(" ~ text
        ~ ", '([T ][0-9]{1,2}:[0-9]{2}) *([Z+-])', '$1:00$2')" -%}
    {%- set zoned = "regexp_replace(" ~ timed
        ~ ", '([+-][0-9]{2})([0-9]{2})$', '$1:$2')" -%}
    {%- set here = 'current_timezone()' -%}
    case
        when typeof({{ expression }}) = 'timestamp'
            then convert_timezone(
                {{ here }}, 'UTC', try_cast({{ text }} as timestamp_ntz)
            )
        -- a year, a time of day and the word now are no dates
        when not {{ text }} rlike '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([T ]|$)' then null
        when {{ text }} rlike '^[-0-9T:. ]*$'
            and not {{ text }} rlike ':[0-9.]* *-[0-9:]*$'
            then try_cast({{ text }} as timestamp_ntz)
        else convert_timezone(
            {{ here }}, 'UTC', cast(try_cast({{ zoned }} as timestamp) as timestamp_ntz)
        )
    end
{% endmacro %}
