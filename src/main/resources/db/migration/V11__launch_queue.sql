-- When EC2's launch rate admitted the call for the member's attempt; null: it waits in the queue.
alter table member add column admitted_at timestamptz;

-- No launch call before this time, after one that launched none or only some of the instances.
alter table job_array add column launch_retry_at timestamptz;

-- Estimated time at which EC2's launch rate admits the array's last call; null: it does not wait.
alter table job_array add column launch_queued_until timestamptz;
