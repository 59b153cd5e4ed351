package io.jobarrays.benchmarks.result;

/** What a run measures; seconds count from the submission. */
public enum Metric {
    ANSWERED("answer to the submission, s", 2),
    FIRST_RUNNING("first instance running, s", 2),
    LAST_RUNNING("last instance running, s", 2),
    ENROLLED("all agents enrolled, s", 2),
    PEERS_PUBLISHED("peers published, s", 2),
    PEERS_WRITTEN("peers file confirmed by all, s", 2),
    WORK_ENDED("all work ended, without its own time, s", 2),
    TERMINATED("all instances terminated, without the work's time, s", 2),
    RUNNING_TO_PEERS("from last running to peers confirmed, s", 2),
    SERVER_CPU_TO_PEERS("server CPU until peers confirmed, ms per index", 2),
    POSTGRES_CPU_TO_PEERS("PostgreSQL CPU until peers confirmed, ms per index", 2),
    TRANSACTIONS_TO_PEERS("transactions until peers confirmed, per index", 1),
    SERVER_CPU("server CPU of the whole run, ms per index", 2),
    POSTGRES_CPU("PostgreSQL CPU of the whole run, ms per index", 2),
    CPU_AT_WORK("server CPU while all work, % of a core", 2),
    TRANSACTIONS_AT_WORK("transactions while all work, per second", 1),
    ROWS_AT_WORK("rows read while all work, per second", 0),
    HEAP("live heap while all work, KiB per index", 1),
    RESIDENT("resident memory of the server at most, MiB", 0),
    THREADS("threads of the server at most", 0),
    CPU("CPU, ms per index", 2),
    CPU_TO_RUNNING("CPU until all run and have a name, ms per index", 2),
    DATABASE_CPU("PostgreSQL CPU, ms per index", 2),
    RUNNING("all running with a name, s", 2),
    ELAPSED("whole run, s", 2);

    private final String title;
    private final int decimals;

    Metric(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    public String title() {
        return title;
    }

    String text(double value) {
        return ("%." + decimals + "f").formatted(value);
    }
}
