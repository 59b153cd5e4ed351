-- The life of a machine: whether it shall run, until when, and what its agent said of it.

-- Machines were stopped while work ran; the array is not drained before it is started again.
alter table job_array add column suspended boolean not null default false;
-- When its work had ended, and what --on-complete says is due.
alter table job_array add column complete_at timestamptz;
-- SHA-256 over who was published, with machines and addresses.
alter table job_array add column roster_hash text not null default '';
-- What on-complete says was done.
alter table job_array add column completed boolean not null default false;
alter table job_array drop column launch_started_at;

alter table member add column attempt_at timestamptz not null default now();
-- RUNNING STARTING STOPPED HIBERNATED: the desired power, and when it was requested.
alter table member add column power text not null default 'RUNNING';
alter table member add column power_at timestamptz;
alter table member add column power_reason text;
-- On the way to a stop: its work has ended, its agent rests its deadline.
alter table member add column halted boolean not null default false;
alter table member add column paused boolean not null default false;
-- Either runs until a deadline, or rests with a remainder; both null: no TTL.
alter table member add column ttl_deadline timestamptz;
alter table member add column ttl_remaining bigint;
-- What its agent has on its disk.
alter table member add column deadline_stored timestamptz;
-- Machines of a lower generation are to be replaced.
alter table member add column least_generation int not null default 0;
alter table member add column retries int not null default 0;
alter table member add column reclaims int not null default 0;
-- EC2 said that it takes the machine back at this time.
alter table member add column interrupted_at timestamptz;
alter table member add column busy text;
alter table member add column idle_since timestamptz;
-- Scaled away; the row stays for its logs and outputs.
alter table member add column retired boolean not null default false;

update member m set ttl_deadline = a.ttl_deadline from job_array a where a.id = m.array_id;
alter table job_array drop column ttl_deadline;

alter table instance add column running_since timestamptz;
-- The attempt whose work it was given last; it may have been launched for an earlier one.
alter table instance add column work_attempt int not null default 0;

-- By which the members of an array reach each other over ssh.
create table array_key (
    array_id text primary key references job_array (id),
    private_key text not null,
    public_key text not null
);
