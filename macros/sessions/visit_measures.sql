{% macro visit_measures() %}
    {# What adds up over visits: name -> SQL over the columns of a session. #}
    {% set measures = {
        'visit_count': '1',
        'event_count': 'event_count',
        'view_count': 'view_count',
        'duration_seconds': customer_segments.as_exact('duration_seconds'),
        'purchase_event_count': 'purchase_count',
        'viewed_product_count': 'viewed_product_count',
        'unbought_product_count': 'case when viewed_product_count '
            ~ '> purchased_product_count then viewed_product_count '
            ~ '- purchased_product_count else 0 end',
    } %}
    {% for measure, condition in {
        'bounce_count': 'is_bounce',
        'search_visit_count': 'search_count > 0',
        'basket_visit_count': 'add_to_cart_count > 0',
        'purchase_visit_count': 'is_converted',
        'abandoned_visit_count': 'is_abandoned_basket',
        'direct_visit_count': "coalesce(lower(source), 'direct') in ('direct', "
            ~ "'(direct)', '(none)')",
        'mobile_visit_count': "lower(device) in ('mobile', 'tablet', 'phone', "
            ~ "'smartphone', 'app', 'ios', 'android', 'mob', 'tab')",
        'known_device_count': 'device is not null',
    }.items() %}
        {% do measures.update({
            measure: 'case when ' ~ condition ~ ' then 1 else 0 end'
        }) %}
    {% endfor %}
    {{ return(measures) }}
{% endmacro %}
