with itemsets as (
    select * from {{ ref('int_segments__itemsets') }}
),

basket_totals as (
    select * from {{ ref('int_segments__basket_totals') }}
)

select
    {{ dbt.hash('itemsets.items') }} as itemset_id,
    itemsets.items,
    itemsets.item_names,
    cast(itemsets.itemset_length as int) as itemset_length,
    cast(itemsets.basket_count as bigint) as basket_count,
    cast(itemsets.basket_count as double) / basket_totals.basket_count as support
from itemsets
cross join basket_totals
order by itemsets.basket_count desc, itemsets.items asc
