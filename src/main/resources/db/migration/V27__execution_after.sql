-- It begins when this execution has ended.
alter table execution add column after_execution bigint;

-- Whatever the result of that one is.
alter table execution add column after_any boolean not null default false;

create index execution_waiting on execution (id) where after_execution is not null;
