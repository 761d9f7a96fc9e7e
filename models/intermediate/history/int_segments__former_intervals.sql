{{ config(materialized='ephemeral') }}

-- What int_segments__segment_intervals is before it is built: a model cannot name
-- itself in a ref, and a unit test can give these rows.
{{ customer_segments.former_intervals(
    customer_segments.former_table('int_segments__segment_intervals')
) }}
