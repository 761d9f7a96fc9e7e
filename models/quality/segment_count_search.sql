with candidates as (
    select * from {{ ref('int_segments__count_candidates') }}
)

select
    cast(model_version as int) as model_version,
    cast(segment_count as int) as segment_count,
    cast(outcomes_kept as double) as outcomes_kept,
    cast(embedding_kept as double) as embedding_kept,
    cast(value as double) as value,
    cast(held_out_revenue_r2 as double) as held_out_revenue_r2,
    cast(held_out_purchase_auc as double) as held_out_purchase_auc,
    cast(silhouette as double) as silhouette,
    cast(davies_bouldin as double) as davies_bouldin,
    cast(stability as double) as stability,
    cast(smallest_share as double) as smallest_share,
    is_continued,
    is_chosen
from candidates
order by model_version, segment_count, is_continued
