-- Who asked for the change; null: the control plane acted by itself.
alter table event add column token text;
alter table event add column address text;
