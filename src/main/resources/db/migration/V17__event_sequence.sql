-- The server takes numbers of events by fifty, so that events are inserted in batches.
alter table event alter column seq set increment by 50;
