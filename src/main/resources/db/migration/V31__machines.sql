-- Instance that a member had, and that has become the machine of another one.
alter table member add column last_instance text;

-- Arrays of earlier stages whose instances this one takes over first, separated by commas.
alter table job_array add column machines_from text not null default '';

-- Its names are those of the machines that it takes over.
alter table job_array add column shares_label boolean not null default false;
drop index job_array_live_label;
create unique index job_array_live_label on job_array (label)
    where ended_at is null and not shares_label;

-- Members that keep their instances for later stages of the execution, as ranges.
alter table job_array add column kept_machines text not null default '';

-- Stage on whose machines this one runs.
alter table stage add column machines text;

-- Indexes of its members, as ranges.
alter table stage add column indexes text not null default '';
