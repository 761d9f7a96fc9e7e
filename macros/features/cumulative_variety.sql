{% macro cumulative_variety(lines, item) %}
    {#
        Per customer and day: how many items (products, categories) he bought for the
        first time, and by how much the sum over his items of (lines of the item)^2
        grew.

        Both add up over days. So the number of distinct items and their concentration
        (Herfindahl: sum of squares over the squared sum) at any date are sums over the
        days before it, and no date needs a distinct count of its own.
    #}
    select
        customer_id,
        cast(sum(case when lines_before = 0 then 1 else 0 end) as int)
            as new_{{ item }}_count,
        cast(sum(line_count * (2 * lines_before + line_count)) as bigint)
            as {{ item }}_square_growth,
        cast(sum(line_count) as int) as {{ item }}_line_count,
        ordered_on
    from (
        select
            item_days.*,
            cast(
                coalesce(
                    sum(line_count) over (
                        partition by customer_id, {{ item }}_key
                        order by ordered_on
                        rows between unbounded preceding and 1 preceding
                    ), 0
                ) as bigint
            ) as lines_before
        from (
            select
                customer_id,
                {{ item }}_key,
                count(*) as line_count,
                ordered_on
            from {{ lines }}
            where is_purchase and not is_unchanged and {{ item }}_key is not null
            group by customer_id, {{ item }}_key, ordered_on
        ) as item_days
    ) as running
    group by customer_id, ordered_on
{% endmacro %}
