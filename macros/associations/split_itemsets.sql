{% macro split_itemsets(members) %}
    {#
        A select of every way to split itemsets into what is in the basket and what goes
        with it. A right side is a number, with a bit for each place of the sorted
        itemset; it grows by one later place at a time.
    #}
    {% set most = customer_segments.segments_var('segments_rule_max_consequents') %}
    {% set is_right = '(rights.right_bits & placed.place_bit)' %}
    with placed as (
        select
            *,
            row_number() over (partition by itemset order by item_id) as place,
            cast(power(
                2, row_number() over (partition by itemset order by item_id) - 1
            ) as bigint) as place_bit
        from {{ members }}
    ),

    {% for length in range(1, most + 1) %}
    rights_{{ length }} as (
        {%- if loop.first %}
        select
            itemset,
            place as last_place,
            place_bit as right_bits
        from placed
        where itemset_length > 1
        {%- else %}
        select
            placed.itemset,
            placed.place as last_place,
            shorter.right_bits + placed.place_bit as right_bits
        from rights_{{ length - 1 }} as shorter
        inner join placed
            on
                shorter.itemset = placed.itemset
                and shorter.last_place < placed.place
        where placed.itemset_length > {{ length }}
        {%- endif %}
    ),
    {% endfor %}

    rights as (
        {%- for length in range(1, most + 1) %}
        select * from rights_{{ length }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    )

    select
        placed.itemset,
        placed.group_id,
        {{ customer_segments.sorted_json('placed.item_id') }} as items,
        {{ customer_segments.sorted_json(
            'case when ' ~ is_right ~ ' = 0 then placed.item_id end'
        ) }} as antecedents,
        {{ customer_segments.sorted_json(
            'case when ' ~ is_right ~ ' > 0 then placed.item_id end'
        ) }} as consequents,
        placed.itemset_length,
        placed.basket_count
    from placed
    inner join rights on placed.itemset = rights.itemset
    group by
        placed.itemset,
        placed.group_id,
        rights.right_bits,
        placed.itemset_length,
        placed.basket_count
{% endmacro %}
