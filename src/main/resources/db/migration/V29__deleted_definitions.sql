-- A deleted version starts no execution and stays readable for those that ran it; its number is not
-- given again.
alter table definition add column deleted_at timestamptz;
