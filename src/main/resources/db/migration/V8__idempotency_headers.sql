-- The Spawn- headers of a stored answer, as JSON: a list of values per name.
alter table idempotent_call add column headers text;
