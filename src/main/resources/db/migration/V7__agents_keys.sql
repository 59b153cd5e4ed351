-- The public key of an agent, from its one enrolment; what it signs with is on its disk alone.
create table agent_key (
    instance_id text primary key references instance (instance_id),
    public_key text not null,
    created_at timestamptz not null
);

-- Tokens of before had no end; their agents had no key to renew them with.
delete from agent_token;
alter table agent_token add column expires_at timestamptz not null;
create index agent_token_end on agent_token (expires_at);
