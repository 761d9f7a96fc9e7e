{% macro split_itemsets(members) %}
    {#
        A select of every way to split itemsets into what is in the basket and what goes
        with it: a split has a row for every place of the sorted itemset that stands on
        the right side.
    #}
    {% set splits = customer_segments.rule_splits(
        customer_segments.segments_var('segments_itemset_max_length'),
        customer_segments.segments_var('segments_rule_max_consequents'),
    ) %}
    with splits as (
        {{ splits }}
    ),

    ways as (
        select
            split,
            count(*) as consequent_length,
            max(place) as last_place
        from splits
        group by split
    ),

    placed as (
        select
            *,
            row_number() over (partition by itemset order by item_id) as place
        from {{ members }}
    )

    select
        placed.itemset,
        placed.group_id,
        {{ customer_segments.sorted_json('placed.item_id') }} as items,
        {{ customer_segments.sorted_json(
            'case when splits.place is null then placed.item_id end'
        ) }} as antecedents,
        {{ customer_segments.sorted_json(
            'case when splits.place is not null then placed.item_id end'
        ) }} as consequents,
        placed.itemset_length,
        placed.basket_count
    from placed
    inner join ways
        on
            placed.itemset_length >= ways.last_place
            and placed.itemset_length > ways.consequent_length
    left join splits
        on
            ways.split = splits.split
            and placed.place = splits.place
    group by
        placed.itemset,
        placed.group_id,
        ways.split,
        placed.itemset_length,
        placed.basket_count
{% endmacro %}
