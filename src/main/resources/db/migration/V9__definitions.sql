-- What is derived from the job XML of a version; null until first read in rows stored before.
alter table definition add column graph text;
alter table definition add column expanded text;
alter table definition add column restartable boolean;
