{% macro events_checksum() %}
    {#
        An aggregate: a sum of hashes of all that a session is made of. A session whose
        events have the same sum as when it was made is as it was.
    #}
    {{ return(customer_segments.sum_of_hashes(customer_segments.event_hash())) }}
{% endmacro %}
