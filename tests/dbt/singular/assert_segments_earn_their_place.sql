-- Segments that tell the next horizon worse than RFM cells do, beyond chance: a warning, since
-- the tables are right all the same.
{{ config(severity='warn') }}

select *
from {{ ref('segment_quality') }}
where is_champion and r2_gain_high < 0
