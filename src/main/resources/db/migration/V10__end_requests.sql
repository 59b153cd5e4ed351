-- When the end of the instance was requested; it stands until EC2 confirms the end.
alter table instance add column end_requested_at timestamptz;
