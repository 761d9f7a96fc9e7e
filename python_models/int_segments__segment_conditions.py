"""One row per segment: a readable condition that approximates it."""


def model(dbt, session):
    from dbt_customer_segments.models import segment_conditions

    return segment_conditions(
        session,
        customers=dbt.ref("int_segments__segmented_customers"),
        catalog=dbt.ref("feature_catalog"),
    )
