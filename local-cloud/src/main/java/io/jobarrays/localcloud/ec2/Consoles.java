package io.jobarrays.localcloud.ec2;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

/** GetConsoleOutput: the end of what an instance wrote, at most 64 KiB. */
final class Consoles {
    private static final int MOST = 64 << 10;

    private final Fleet fleet;
    private final Power power;
    private final Clock clock;

    Consoles(Fleet fleet, Power power, Clock clock) {
        this.fleet = fleet;
        this.power = power;
        this.clock = clock;
    }

    GetConsoleOutputResponse output(GetConsoleOutputRequest request) {
        VirtualMachine instance =
                fleet.locked(() -> fleet.need(List.of(request.instanceId())).getFirst());
        String all = power.console(instance);
        String tail = all.substring(Math.max(0, all.length() - MOST));
        return GetConsoleOutputResponse.builder()
                .instanceId(instance.id())
                .output(Base64.getEncoder().encodeToString(tail.getBytes(StandardCharsets.UTF_8)))
                .timestamp(clock.instant())
                .build();
    }
}
