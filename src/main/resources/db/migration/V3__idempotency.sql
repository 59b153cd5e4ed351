-- What a POST with an Idempotency-Key was answered; no status yet: it is going on, or was cut off.
create table idempotent_call (
    key text primary key,
    request text not null,
    status int,
    location text,
    content_type text,
    body text,
    created_at timestamptz not null
);
create index idempotent_call_age on idempotent_call (created_at);
