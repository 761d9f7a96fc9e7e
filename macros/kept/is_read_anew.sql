{% macro is_read_anew(time, kept_before) %}
    {#
        Whether a build that keeps what is older reads a row: of late days, or without a
        time that anything can have happened at.
    #}
    {{ return(
        '(' ~ time ~ ' >= ' ~ kept_before ~ ' or ' ~ time ~ ' is null or ' ~ time
        ~ " < timestamp '1900-01-01')"
    ) }}
{% endmacro %}
