-- What an execution ran with, from its begin or one of its restarts on.
create table execution_run (
    execution bigint not null references execution on delete cascade,
    number integer not null,
    version integer not null,
    bundle text,
    begun_at timestamptz not null,
    primary key (execution, number)
);

insert into execution_run (execution, number, version, bundle, begun_at)
select id, 1, version, bundle, created_at from execution where definition is not null;

select add_lease_trigger('execution_run');
