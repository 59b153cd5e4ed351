-- Newest published peers of an array, as in the peers file of its members.
create table published_peers (
    array_id text primary key references job_array (id),
    generation int not null,
    peers text not null
);
