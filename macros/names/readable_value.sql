{% macro readable_value(value, unit) %}
    {# A feature's value for people, with its unit in the language, as SQL text. #}
    {% set units = {
        'days': '天', 'orders': '单', 'pieces': '件', 'lines': '行', 'minutes': '分钟',
        'products': '种商品', 'categories': '个品类', 'visits': '次访问',
        'views': '次浏览', 'events': '个事件',
    } %}
    {% set number = customer_segments.readable_number(value) %}
    {% set parts = [
        'when ' ~ unit ~ " = 'share' then " ~ customer_segments.readable_share(value),
        'when ' ~ unit ~ " in ('money', 'ratio') then " ~ number,
    ] %}
    {% if customer_segments.segments_var('segments_language') == 'zh' %}
        {% for name, translated in units.items() %}
            {% do parts.append(
                'when ' ~ unit ~ " = '" ~ name ~ "' then " ~ number ~ " || ' "
                ~ translated ~ "'"
            ) %}
        {% endfor %}
    {% endif %}
    {{ return(
        'case ' ~ parts | join(' ') ~ ' else ' ~ number ~ " || ' ' || " ~ unit ~ ' end'
    ) }}
{% endmacro %}
