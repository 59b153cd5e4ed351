-- A purge finds the rows of an execution and of its arrays by these.
create index job_execution_parameters on batch.job_execution (jobparameters);
create index launch_intent_array on launch_intent (array_id);
create index agent_token_instance on agent_token (instance_id);
create index member_input_source on member_input (source_array_id);

-- The oldest that have ended are purged first.
create index execution_ended on execution (ended_at, id) where ended_at is not null;
