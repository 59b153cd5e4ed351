-- Lease of the one server that acts on the arrays of this database; server is new at each start.
create table server_lease (
    only_row boolean primary key default true check (only_row),
    server text not null,
    process text not null,
    expires_at timestamptz not null
);

-- Refuses the writes of a server while another one holds the lease. Its connections carry its id in
-- the setting spawn.server; other programs have none. A take-over waits for the lock, and so for
-- the end of each transaction that has passed.
create function require_server_lease() returns trigger language plpgsql as $$
declare
    writer text := current_setting('spawn.server', true);
begin
    if writer <> '' then
        perform pg_advisory_xact_lock_shared('server_lease'::regclass::oid::bigint);
        perform 1 from server_lease where server <> writer;
        if found then
            raise exception 'server % does not hold the lease of this database', writer
                using errcode = 'SP001';
        end if;
    end if;
    return null;
end
$$;

-- Each migration that creates a table calls it.
create function add_lease_trigger(one regclass) returns void language plpgsql as $$
begin
    execute format(
        'create trigger server_lease before insert or update or delete or truncate on %s'
        || ' for each statement execute function require_server_lease()', one);
end
$$;

select add_lease_trigger(format('%I.%I', table_schema, table_name)::regclass)
from information_schema.tables
where table_type = 'BASE TABLE' and table_schema in (current_schema(), 'batch')
    and table_name not in ('server_lease', 'flyway_schema_history');
