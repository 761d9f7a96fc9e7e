-- both engines build a table beside the one that it replaces
select 1 as cannot
where not {{ customer_segments.can_reread_itself() }}
