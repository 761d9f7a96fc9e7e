{% macro days_recipe() %}
    {# Checksum of the SQL between lines and days. #}
    {% set parts = [
        customer_segments.line_hash(),
        customer_segments.hash_share('customer_id'),
        customer_segments.sum_of_hashes('some_hash'),
        customer_segments.as_money('amount'),
        customer_segments.day_of_week('ordered_on'),
        customer_segments.days_between('previous_on', 'ordered_on'),
        dbt.date_trunc('month', 'ordered_on'),
    ] %}
    {% for step in ['customer_lines', 'orders', 'order_days', 'variety_days',
        'customer_days'] if 'nodes' in graph %}
        {% do parts.append(
            customer_segments.model_node('int_segments__' ~ step).raw_code
        ) %}
    {% endfor %}
    {{ return(local_md5(parts | join('\n'))) }}
{% endmacro %}
