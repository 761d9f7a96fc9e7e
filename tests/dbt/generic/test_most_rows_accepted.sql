{% test most_rows_accepted(model) %}
    {#
        At least half of an input's rows can be used. If not, most likely its mapping is
        wrong: rejected_rows has the rows and the reasons.
    #}
    {{ config(severity='warn') }}
    select
        count(*) as row_count,
        count(rejection_reason) as rejected_count
    from {{ model }}
    having count(rejection_reason) * 2 > count(*)
{% endtest %}
