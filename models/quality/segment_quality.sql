{% set json_text = customer_segments.json_text %}

with model_registry as (
    select * from {{ ref('int_segments__model_registry') }}
)

select
    cast(model_version as int) as model_version,
    cast({{ json_text('card', 'held_out_rows') }} as bigint) as held_out_rows,
    cast({{ json_text('card', 'held_out.revenue_r2') }} as double) as revenue_r2,
    cast({{ json_text('card', 'held_out.rfm_revenue_r2') }} as double)
        as rfm_revenue_r2,
    cast({{ json_text('card', 'held_out.r2_gain') }} as double) as r2_gain,
    cast({{ json_text('card', 'held_out.r2_gain_low') }} as double) as r2_gain_low,
    cast({{ json_text('card', 'held_out.r2_gain_high') }} as double) as r2_gain_high,
    cast({{ json_text('card', 'held_out.purchase_auc') }} as double) as purchase_auc,
    cast({{ json_text('card', 'held_out.rfm_purchase_auc') }} as double)
        as rfm_purchase_auc,
    is_champion,
    cast({{ json_text('card', 'as_of') }} as date) as trained_as_of
from model_registry
where is_trained_here
order by model_version
