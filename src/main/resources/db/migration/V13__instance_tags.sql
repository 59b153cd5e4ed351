-- What EC2 has of the tags that are written after the launch: generation of the peers, deadline.
alter table instance add column peers_tag int not null default 0;
alter table instance add column deadline_tag timestamptz;
