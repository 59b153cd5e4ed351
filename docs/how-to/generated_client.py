"""Launches an array with a client generated from /q/openapi, waits for it and terminates it."""

import os
import time
import uuid

import spawn_client
from spawn_client.exceptions import ApiException
from spawn_client.models import ArrayRequest, Problem

TIMEOUT_SECONDS = 300

configuration = spawn_client.Configuration(
    host=os.environ["SPAWN_URL"], access_token=os.environ["SPAWN_TOKEN"]
)

with spawn_client.ApiClient(configuration) as client:
    arrays = spawn_client.ArraysApi(client)

    array = arrays.launch_array(
        ArrayRequest(
            job_array_name="generated",
            count=2,
            ttl="1h",
            command='echo "member $JOB_ARRAY_INDEX of $JOB_ARRAY_SIZE"',
        ),
        idempotency_key=str(uuid.uuid4()),
    )
    print(f"launched {array.id}: {array.size} members")

    deadline = time.monotonic() + TIMEOUT_SECONDS
    while array.exit_code is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{array.id} is {array.state.value} after {TIMEOUT_SECONDS} s")
        time.sleep(1)
        array = arrays.get_array(array.id)
    print(f"finished with exit code {array.exit_code}")

    for member in arrays.list_members(array.id):
        log = arrays.read_log(
            selector=array.id, index=member.index, _headers={"Accept": "text/plain"}
        )
        print(f"[{member.index}] {member.instance_id} {member.exit_status}: {log.strip()}")

    for result in arrays.terminate_array(array.id):
        print(f"[{result.index}] {result.result}")

    try:
        arrays.get_array("unknown")
    except ApiException as e:
        problem = Problem.from_json(e.body)
        print(f"{problem.status} {problem.code}: {problem.detail}")
