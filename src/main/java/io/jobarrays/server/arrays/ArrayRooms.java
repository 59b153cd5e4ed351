package io.jobarrays.server.arrays;

import io.jobarrays.server.instances.InstanceChange;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The rooms of all live arrays; each looks after its own. */
@ApplicationScoped
class ArrayRooms {
    private final ArraySight sight;
    private final ArrayDeeds deeds;
    private final Clock clock;
    private final Map<String, ArrayRoom> rooms = new ConcurrentHashMap<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    ArrayRooms(ArraySight sight, ArrayDeeds deeds, Clock clock) {
        this.sight = sight;
        this.deeds = deeds;
        this.clock = clock;
    }

    /** After the migrations, before the batch jobs are taken up again. */
    void start(@Observes @Priority(100) StartupEvent event) {
        QuarkusTransaction.requiringNew()
                .call(() -> JobArray.alive().stream().map(row -> row.id).toList())
                .forEach(this::room);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        threads.values().forEach(Thread::interrupt);
        rooms.values().forEach(ArrayRoom::release);
    }

    void changed(@Observes InstanceChange change) {
        poke(change.arrayId());
    }

    /**
     * The room of a live array; opened if need be. One that has just closed does not count: a
     * restart may come in the same second.
     */
    ArrayRoom room(String arrayId) {
        return java.util.Objects.requireNonNull(
                rooms.compute(
                        arrayId, (id, room) -> room == null || room.isClosed() ? open(id) : room));
    }

    void poke(String arrayId) {
        ArrayRoom room = rooms.get(arrayId);
        if (room != null) {
            room.poke();
        }
    }

    @Nullable Phase phase(String arrayId) {
        ArrayRoom room = rooms.get(arrayId);
        return room == null ? null : room.phase();
    }

    private ArrayRoom open(String arrayId) {
        ArrayRoom room = new ArrayRoom(arrayId, sight, deeds, clock);
        threads.put(
                arrayId,
                Thread.ofVirtual()
                        .name("array-" + arrayId)
                        .start(
                                () -> {
                                    room.live();
                                    close(arrayId, room);
                                }));
        return room;
    }

    private void close(String arrayId, ArrayRoom room) {
        if (!stopping) {
            threads.remove(arrayId, Thread.currentThread());
            rooms.remove(arrayId, room);
        }
    }
}
