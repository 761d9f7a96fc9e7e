"""One row per segment and feature: the interval of the standardised difference."""


def model(dbt, session):
    from dbt_customer_segments.models import difference_intervals

    return difference_intervals(
        session,
        bucket_sums=dbt.ref("int_segments__bucket_sums"),
        catalog=dbt.ref("feature_catalog"),
    )
