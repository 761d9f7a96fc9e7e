with model_registry as (
    select * from {{ ref('int_segments__model_registry') }}
),

facts as (
    select
        model_registry.*,
        {%- for fact, path in {
            'features': 'features',
            'training_rows': 'training_rows',
            'held_out_rows': 'held_out_rows',
            'epochs': 'epochs',
            'seed': 'seed',
            'reconstruction_loss': 'reconstruction_loss',
            'held_out_revenue_r2': 'held_out.revenue_r2',
            'held_out_purchase_auc': 'held_out.purchase_auc',
            'has_outcomes': 'has_outcomes',
            'trained_as_of': 'as_of',
        }.items() %}
        {{ customer_segments.json_text('card', path) }} as {{ fact }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from model_registry
)

select
    ---------- ids
    network_sha256,

    ---------- strings
    cast(features as {{ dbt.type_string() }}) as features,

    ---------- numerics
    cast(model_version as int) as model_version,
    cast(training_rows as bigint) as training_rows,
    cast(held_out_rows as bigint) as held_out_rows,
    cast(epochs as int) as epochs,
    cast(seed as bigint) as seed,
    cast(reconstruction_loss as double) as reconstruction_loss,
    cast(held_out_revenue_r2 as double) as held_out_revenue_r2,
    cast(held_out_purchase_auc as double) as held_out_purchase_auc,

    ---------- booleans
    cast(has_outcomes as boolean) as has_outcomes,
    is_trained_here,
    is_promoted,
    is_champion,

    ---------- dates
    cast(trained_as_of as date) as trained_as_of
from facts
order by model_version
