package io.jobarrays.localcloud;

import com.sun.management.OperatingSystemMXBean;
import io.jobarrays.localcloud.base.CloudOptions;
import io.jobarrays.localcloud.base.CloudStateDirectory;
import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.instance.capacity.Capacity;
import io.jobarrays.localcloud.machines.MachinesFactory;
import io.jobarrays.localcloud.machines.host.HostView;
import io.jobarrays.localcloud.machines.scale.ScaleDirectory;
import io.jobarrays.localcloud.machines.scale.ScaleLimits;
import io.jobarrays.localcloud.machines.scale.ScaleMachines;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Main class of the local cloud: starts it, writes {@code cloud.json}, shuts it down in order. */
public final class LocalCloud {
    private static final int USAGE_ERROR = 2;

    /** Twice the largest array. */
    private static final int SCALE_CAPACITY = 20_000;

    private LocalCloud() {}

    public static void main(String... arguments) throws InterruptedException {
        // Digits of EC2's XML and of files must not depend on the user's language.
        Locale.setDefault(Locale.ROOT);
        configureHttpServer();
        try {
            run(CloudOptions.parse(arguments));
        } catch (IllegalArgumentException e) {
            ConsoleLog.line(e.getMessage() + "\n" + CloudOptions.USAGE);
            System.exit(USAGE_ERROR);
        } catch (IOException e) {
            ConsoleLog.line("cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(CloudOptions options) throws IOException, InterruptedException {
        CloudStateDirectory state = CloudStateDirectory.open(options.state());
        ScaleDirectory directory = ScaleDirectory.create(state.path(), options.scaleDirectory());
        ScaleLimits limits = ScaleLimits.of(directory.path());
        Capacity capacity = capacity(options, limits);
        if (options.scale()) {
            ConsoleLog.line(limits.check(capacity.instances()));
        }
        Cloud cloud =
                Cloud.start(
                        state,
                        options.port(),
                        options.dnsPort(),
                        capacity,
                        guest -> openMachines(state.path(), directory, guest, options),
                        options.s3Bytes(),
                        Clock.systemUTC());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> shutDown(state, cloud, ended), "shutdown"));
        CloudFile.write(state, cloud, options.parent());
        ConsoleLog.line(
                "ready at %s, DNS at %s, capacity for %d instances (%s)"
                        .formatted(
                                cloud.endpoint(),
                                "127.0.0.1:" + cloud.dnsPort(),
                                capacity.instances(),
                                cloud.mode()));
        options.parent().ifPresent(LocalCloud::exitWithParent);
        ended.await();
    }

    private static void shutDown(CloudStateDirectory state, Cloud cloud, CountDownLatch ended) {
        try {
            CloudFile.remove(state);
            cloud.close();
            state.close();
            ConsoleLog.line("ended");
        } catch (IOException e) {
            ConsoleLog.failure("the shutdown is incomplete", e);
        } finally {
            ended.countDown();
        }
    }

    private static void exitWithParent(long parent) {
        Thread.ofPlatform()
                .daemon()
                .name("parent-" + parent)
                .start(
                        () -> {
                            ProcessHandle.of(parent).ifPresent(it -> it.onExit().join());
                            ConsoleLog.line("ends because process " + parent + " has ended");
                            System.exit(0);
                        });
    }

    private static Machines openMachines(
            Path state, ScaleDirectory directory, GuestServices guest, CloudOptions options)
            throws IOException {
        return options.scale()
                ? ScaleMachines.open(directory, guest, options.controlPlane(), options.image())
                : MachinesFactory.open(
                        state,
                        directory,
                        guest,
                        options.controlPlane(),
                        HostView.of(state, options.image(), hidden(options, directory))
                                .withShared(options.shared()));
    }

    private static List<Path> hidden(CloudOptions options, ScaleDirectory directory) {
        return Stream.concat(options.hidden().stream(), Stream.of(directory.path())).toList();
    }

    private static Capacity capacity(CloudOptions options, ScaleLimits limits) {
        int inScaleMode = limits.maxInstances(SCALE_CAPACITY);
        Optional<Capacity> given = options.capacity().map(Capacity::new);
        return options.scale()
                ? given.orElseGet(() -> new Capacity(inScaleMode))
                : given.orElseGet(LocalCloud::ofMemory).withScale(inScaleMode);
    }

    private static Capacity ofMemory() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Capacity.ofMemory(system.getTotalMemorySize());
    }

    /** Silences SLF4J about its missing backend; sends responses without Nagle's delay. */
    private static void configureHttpServer() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
        // Headers of unfinished requests are in memory; the JDK's default is 380 KiB for each.
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
        // Closes the connection of a client that does not send its request in a minute.
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        System.setProperty("jdk.httpserver.maxConnections", "8192");
    }
}
