-- What the outputs of the attempt lack; null for nothing.
alter table member add column note text;
