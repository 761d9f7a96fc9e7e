"""One row per customer: the champion's segment, how sure that is, and why."""


def model(dbt, session):
    from dbt_customer_segments.models import scores

    return scores(
        session,
        versions=dbt.ref("int_segments__model_registry"),
        current=dbt.ref("customer_features"),
    )
