"""One row per linked anonymous visitor and cutoff."""


def model(dbt, session):
    from dbt_customer_segments.identities import visitor_groups

    return visitor_groups(
        session,
        identities=dbt.ref("stg_segments__identities"),
        cutoffs=dbt.ref("int_segments__cutoffs"),
    )
