-- Deleted records are kept for a day, so that one that returns is recognized and deleted again.
alter table dns_record add column withdrawn_at timestamptz;
drop index dns_record_open;
create index dns_record_open on dns_record (state, id) where state not in ('WRITTEN', 'WITHDRAWN');
