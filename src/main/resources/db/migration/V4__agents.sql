-- What an enrolled agent shows at every call; only the hash is kept.
create table agent_token (
    token_hash text primary key,
    instance_id text not null references instance (instance_id),
    created_at timestamptz not null
);

-- Which files the members of an array may fetch.
create table member_files (
    array_id text primary key references job_array (id),
    bundle text
);

create table member_input (
    array_id text not null references job_array (id),
    stage text not null,
    source_array_id text not null references job_array (id),
    primary key (array_id, stage)
);
