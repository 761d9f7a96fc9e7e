"""One row per itemset that is frequent in a segment, and item."""


def model(dbt, session):
    from dbt_customer_segments.models import segment_itemset_members

    return segment_itemset_members(
        session,
        totals=dbt.ref("int_segments__basket_totals"),
        basket_items=dbt.ref("int_segments__segment_basket_items"),
    )
