package io.jobarrays.localcloud.machines;

import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.machines.host.HostView;
import io.jobarrays.localcloud.machines.scale.ScaleDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Main class that runs machines, for tests that kill its process. */
final class MachinesProcess {
    private MachinesProcess() {}

    /**
     * @param arguments state directory, number of machines, their user data
     */
    public static void main(String[] arguments) throws Exception {
        Path state = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        Machines machines =
                MachinesFactory.open(
                        state,
                        ScaleDirectory.create(state, Optional.empty()),
                        new EchoGuestServices(),
                        state.resolve("server.json"),
                        HostView.of(state, Optional.empty(), List.of()));
        CountDownLatch booted = new CountDownLatch(count);
        CountDownLatch ended = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            String ip = "10.77.0." + (10 + i);
            machines.start(
                    new MachineSpec(
                            "i-0000000000000000" + i,
                            "t3.micro",
                            1L << 30,
                            "ip-10-77-0-" + (10 + i),
                            ip,
                            "54.1.0." + (10 + i),
                            arguments[2].getBytes(StandardCharsets.UTF_8),
                            Duration.ZERO),
                    booted::countDown,
                    () -> {
                        booted.countDown();
                        ended.countDown();
                    });
        }
        booted.await();
        System.out.println("booted");
        ended.await();
        for (int i = 0; i < count; i++) {
            System.out.println(machines.console("i-0000000000000000" + i));
        }
        machines.close();
    }
}
