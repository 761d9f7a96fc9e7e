"""One row per customer: the champion's embedding."""


def model(dbt, session):
    from dbt_customer_segments.models import embeddings

    return embeddings(
        session,
        versions=dbt.ref("int_segments__model_registry"),
        current=dbt.ref("customer_features"),
    )
