package io.jobarrays.localcloud;

import com.sun.management.OperatingSystemMXBean;
import io.jobarrays.localcloud.ec2.Capacity;
import io.jobarrays.localcloud.machines.MachineRoom;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** The local cloud as a process of its own: starts it, says where it is, ends it in order. */
public final class LocalCloud {
    private static final int USAGE_ERROR = 2;

    private LocalCloud() {}

    public static void main(String... arguments) throws InterruptedException {
        quieten();
        try {
            run(Options.parse(arguments));
        } catch (IllegalArgumentException e) {
            Log.line(e.getMessage() + "\n" + Options.USAGE);
            System.exit(USAGE_ERROR);
        } catch (IOException e) {
            Log.line("cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException, InterruptedException {
        StateDirectory state = StateDirectory.open(options.state());
        Capacity capacity = options.capacity().map(Capacity::new).orElseGet(LocalCloud::ofMemory);
        Cloud cloud =
                Cloud.start(
                        state,
                        options.port(),
                        options.dnsPort(),
                        capacity,
                        guest ->
                                MachineRoom.open(
                                        state.path(),
                                        guest,
                                        options.controlPlane(),
                                        options.image(),
                                        options.hidden()),
                        Clock.systemUTC());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> end(state, cloud, ended), "orderly-end"));
        CloudFile.write(state, cloud);
        Log.line(
                "ready at %s, DNS at %s, room for %d instances (%s)"
                        .formatted(
                                cloud.endpoint(),
                                "127.0.0.1:" + cloud.dnsPort(),
                                capacity.instances(),
                                cloud.mode()));
        options.parent().ifPresent(LocalCloud::endWith);
        ended.await();
    }

    private static void end(StateDirectory state, Cloud cloud, CountDownLatch ended) {
        try {
            CloudFile.remove(state);
            cloud.close();
            state.close();
            Log.line("ended");
        } catch (IOException e) {
            Log.failure("the end was not orderly", e);
        } finally {
            ended.countDown();
        }
    }

    private static void endWith(long parent) {
        Thread.ofPlatform()
                .daemon()
                .name("watch of " + parent)
                .start(
                        () -> {
                            ProcessHandle.of(parent).ifPresent(it -> it.onExit().join());
                            Log.line("process " + parent + " has ended, and so does this");
                            System.exit(0);
                        });
    }

    private static Capacity ofMemory() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Capacity.ofMemory(system.getTotalMemorySize());
    }

    /** No words about missing logging backends; answers leave without waiting for more bytes. */
    private static void quieten() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
    }
}
