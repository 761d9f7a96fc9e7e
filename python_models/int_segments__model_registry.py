"""One row per trained or pinned network: the one truth about models."""


def model(dbt, session):
    from dbt_customer_segments.models import model_registry

    return model_registry(
        dbt,
        session,
        settings=dbt.ref("int_segments__settings"),
        catalog=dbt.ref("feature_catalog"),
        cutoffs=dbt.ref("int_segments__cutoffs"),
        current=dbt.ref("customer_features"),
        snapshots=dbt.ref("int_segments__training_snapshots"),
    )
