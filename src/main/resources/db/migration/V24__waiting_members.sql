-- Its work waits for other stages.
alter table member add column held boolean not null default false;

-- It gets a machine when another index has ended, by max-concurrent.
alter table member add column deferred boolean not null default false;

-- By stage that is waited for: the stages of its flow, as JSON. When none of them goes on and it has not
-- begun, it will not.
alter table stage add column flows text not null default '{}';
