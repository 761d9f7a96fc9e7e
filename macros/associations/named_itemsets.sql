{% macro named_itemsets(members, item_names) %}
    {# A select of itemsets with their items in order and what these are called. #}
    select
        members.itemset,
        members.group_id,
        {{ customer_segments.sorted_json('members.item_id') }} as items,
        {{ customer_segments.sorted_text('item_names.item_name') }} as item_names,
        members.itemset_length,
        members.basket_count
    from {{ members }} as members
    inner join {{ item_names }} as item_names on members.item_id = item_names.item_id
    group by
        members.itemset,
        members.group_id,
        members.itemset_length,
        members.basket_count
{% endmacro %}
