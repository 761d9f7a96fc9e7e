{{ config(materialized='ephemeral') }}

-- The ids of events that the input gives more than once, whether or not these can be
-- used. Nothing but ids is read.
select
    {{ customer_segments.hash_key('event_id') }} as event_hash,
    count({{ customer_segments.hash_key('event_id') }}) as row_count
from {{ ref('base_segments__event_rows') }}
group by {{ customer_segments.hash_key('event_id') }}
-- counts no null: asked of the rows or the groups, the hash of every id would be
-- worked out twice more, where the input is read
having count({{ customer_segments.hash_key('event_id') }}) > 1
