package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.EmulatedPower;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

/** GetConsoleOutput: the end of what an instance wrote, at most 64 KiB. */
final class ConsoleOutput {
    private static final int MAX_OUTPUT_CHARACTERS = 64 << 10;

    private final EmulatedInstances instances;
    private final EmulatedPower power;
    private final Clock clock;

    ConsoleOutput(EmulatedInstances fleet, EmulatedPower power, Clock clock) {
        this.instances = fleet;
        this.power = power;
        this.clock = clock;
    }

    GetConsoleOutputResponse getConsoleOutput(GetConsoleOutputRequest request) {
        VirtualMachine instance =
                instances.locked(() -> instances.require(List.of(request.instanceId())).getFirst());
        String all = power.console(instance);
        String tail = all.substring(Math.max(0, all.length() - MAX_OUTPUT_CHARACTERS));
        return GetConsoleOutputResponse.builder()
                .instanceId(instance.id())
                .output(Base64.getEncoder().encodeToString(tail.getBytes(StandardCharsets.UTF_8)))
                .timestamp(clock.instant())
                .build();
    }
}
