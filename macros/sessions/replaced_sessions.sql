{% macro replaced_sessions(target, made, kept_before) %}
    {# Which kept sessions go: those of changed visits, from when on they changed. #}
    {% set changed = ref('int_segments__changed_visits') %}
    {# what engines pass older ones over by #}
    {% set since %}unbroken_since_at >= (select min(from_at) from {{ changed }})
    {%- endset %}
    {{ since }}
    and session_id in (
        select former.session_id
        from {{ target }} as former
        inner join {{ changed }} as changed_visits
            on
                {{ customer_segments.hash_key('former.visitor_id') }}
                = changed_visits.visitor_key
                and former.input_session_id
                is not distinct from changed_visits.session_id
                and former.unbroken_since_at >= changed_visits.from_at
        where former.{{ since }}
    )
{% endmacro %}
