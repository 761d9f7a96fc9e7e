"""One row per frequent itemset and item."""


def model(dbt, session):
    from dbt_customer_segments.models import itemset_members

    return itemset_members(
        session,
        totals=dbt.ref("int_segments__basket_totals"),
        basket_items=dbt.ref("int_segments__basket_items"),
    )
