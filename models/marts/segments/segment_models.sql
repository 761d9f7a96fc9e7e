{% set json_text = customer_segments.json_text %}

with model_registry as (
    select * from {{ ref('int_segments__model_registry') }}
)

select
    ---------- ids
    network_sha256,

    ---------- strings
    cast({{ json_text('card', 'features') }} as {{ dbt.type_string() }}) as features,

    ---------- numerics
    cast(model_version as int) as model_version,
    cast({{ json_text('card', 'training_rows') }} as bigint) as training_rows,
    cast({{ json_text('card', 'held_out_rows') }} as bigint) as held_out_rows,
    cast({{ json_text('card', 'epochs') }} as int) as epochs,
    cast({{ json_text('card', 'seed') }} as bigint) as seed,
    cast({{ json_text('card', 'reconstruction_loss') }} as double)
        as reconstruction_loss,
    cast({{ json_text('card', 'held_out.revenue_r2') }} as double)
        as held_out_revenue_r2,
    cast({{ json_text('card', 'held_out.purchase_auc') }} as double)
        as held_out_purchase_auc,

    ---------- booleans
    cast({{ json_text('card', 'has_outcomes') }} as boolean) as has_outcomes,
    is_trained_here,
    is_promoted,
    is_champion,

    ---------- dates
    cast({{ json_text('card', 'as_of') }} as date) as trained_as_of
from model_registry
order by model_version
