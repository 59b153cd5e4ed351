-- Notifications that are to be sent or were sent within the last days; target and body are sealed.
create table notification (
    id text primary key,
    type text not null,
    execution bigint,
    stage text,
    array_id text,
    subject text not null,
    -- Of a warning that is given once.
    warning text,
    target text not null,
    body text not null,
    state text not null,
    attempts int not null,
    created_at timestamptz not null,
    due_at timestamptz not null
);
create index notification_pending on notification (due_at) where state = 'PENDING';
create index notification_warning on notification (warning) where warning is not null;
select add_lease_trigger('notification');

-- Where a submission wants notifications of its execution; sealed.
create table notify_target (
    execution bigint primary key references execution (id) on delete cascade,
    target text not null
);
select add_lease_trigger('notify_target');
