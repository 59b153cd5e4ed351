-- Why outputs of the attempt are on its instance only; null when none are.
alter table member add column unkept_outputs text;
-- The instance has ended with them.
alter table member add column outputs_lost boolean not null default false;
