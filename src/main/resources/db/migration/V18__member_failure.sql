alter table member add column stop_cause text;
alter table job_array add column retries_together boolean not null default false;
