"""One row per model version and number of segments that was compared."""


def model(dbt, session):
    from dbt_customer_segments.models import count_candidates

    return count_candidates(
        session,
        versions=dbt.ref("int_segments__model_registry"),
    )
