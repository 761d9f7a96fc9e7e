{{ config(materialized='ephemeral') }}

-- The same as int_segments__former_intervals, for models that are built before the
-- table gets back the name that a killed build took from it.
{{ customer_segments.former_intervals(
    customer_segments.table_left_behind('int_segments__segment_intervals')
) }}
