{% set json_text = customer_segments.json_text %}

with model_registry as (
    select * from {{ ref('int_segments__model_registry') }}
)

select
    cast(model_version as int) as model_version,
    cast({{ json_text('card', 'comparison.champion_version') }} as int)
        as champion_version,
    cast({{ json_text('card', 'comparison.reason') }} as {{ dbt.type_string() }})
        as reason,
    cast({{ json_text('card', 'held_out.revenue_r2') }} as double) as revenue_r2,
    cast({{ json_text('card', 'comparison.champion_revenue_r2') }} as double)
        as champion_revenue_r2,
    cast({{ json_text('card', 'held_out.purchase_auc') }} as double) as purchase_auc,
    cast({{ json_text('card', 'comparison.champion_purchase_auc') }} as double)
        as champion_purchase_auc,
    cast({{ json_text('card', 'comparison.reassigned_share') }} as double)
        as reassigned_share,
    is_promoted,
    cast({{ json_text('card', 'as_of') }} as date) as trained_as_of
from model_registry
where is_trained_here
order by model_version
