package io.jobarrays.server.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.batch.rows.BatchMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.batch.runtime.BatchStatus;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jberet.runtime.PartitionExecutionImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PartitionWriterTest {
    @Inject AgroalDataSource database;
    @Inject BatchTables tables;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger outages = new AtomicInteger();
    private final Semaphore mayConnect = new Semaphore(0);
    private PartitionWriter writer;
    private long step;

    @BeforeEach
    void start() {
        step = tables.insertStep();
        writer = new PartitionWriter(guarded(), new BatchMeters(new SimpleMeterRegistry()));
        writer.start();
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void writesWhatGatheredInOneTransaction() {
        List<PartitionExecutionImpl> partitions =
                IntStream.range(0, 300).mapToObj(this::partition).toList();
        partitions.forEach(one -> writer.add(PartitionWrite.Insert.of(one)));
        partitions.forEach(
                one -> {
                    one.setBatchStatus(BatchStatus.COMPLETED);
                    one.setExitStatus("EXIT_0");
                    writer.add(PartitionWrite.Update.of(one, null));
                });

        mayConnect.release(10);
        writer.flush();

        assertThat(tables.partitions(step)).hasSize(300).containsOnly("COMPLETED EXIT_0");
        assertThat(connections.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void changesNoPartitionThatIsStopping() {
        mayConnect.release(10);
        PartitionExecutionImpl stopping = partition(0);
        stopping.setBatchStatus(BatchStatus.STOPPING);
        writer.add(PartitionWrite.Insert.of(stopping));
        stopping.setBatchStatus(BatchStatus.COMPLETED);
        PartitionWrite.Update update = PartitionWrite.Update.of(stopping, BatchStatus.STOPPING);

        writer.add(update);

        assertThat(update.committed().join()).isZero();
        assertThat(tables.partitions(step)).containsExactly("STOPPING null");
    }

    @Test
    void anOutageOfTheDatabaseDelaysTheWrite() {
        outages.set(1);
        mayConnect.release(10);

        writer.add(PartitionWrite.Insert.of(partition(0)));
        writer.flush();

        assertThat(tables.partitions(step)).hasSize(1);
    }

    /** PostgreSQL stores no NUL in a text. */
    @Test
    void aRefusedWriteFailsAloneAndIsNotRepeated() {
        writer.add(PartitionWrite.Insert.of(partition(0)));
        writer.add(PartitionWrite.Insert.of(partition(1)));
        PartitionWrite.Update refused = update(0, "EXIT_\0");
        PartitionWrite.Update other = update(1, "EXIT_0");
        writer.add(refused);
        writer.add(other);

        mayConnect.release(10);

        assertThat(other.committed().join()).isOne();
        assertThat(refused.committed()).completesExceptionallyWithin(Duration.ofMinutes(1));
        assertThat(tables.partitions(step))
                .containsExactlyInAnyOrder("STARTED null", "COMPLETED EXIT_0");
    }

    private PartitionWrite.Update update(int id, String exitStatus) {
        PartitionExecutionImpl partition = partition(id);
        partition.setBatchStatus(BatchStatus.COMPLETED);
        partition.setExitStatus(exitStatus);
        return PartitionWrite.Update.of(partition, null);
    }

    private PartitionExecutionImpl partition(int id) {
        return new PartitionExecutionImpl(
                id, step, "step", BatchStatus.STARTED, null, null, null, null);
    }

    /** The database, which gives a connection for each permit. */
    private DataSource guarded() {
        return (DataSource)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (proxy, method, arguments) -> {
                            mayConnect.acquire();
                            connections.incrementAndGet();
                            if (outages.getAndDecrement() > 0) {
                                throw new SQLException("outage");
                            }
                            try {
                                return method.invoke(database, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
