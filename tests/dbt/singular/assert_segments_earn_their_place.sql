{{ config(severity='warn') }}

-- Segments that tell the next horizon worse than RFM cells do, beyond chance.
-- The tables are right all the same; segment_quality has the figures.
select *
from {{ ref('segment_quality') }}
where is_champion and r2_gain_high < 0
