package io.jobarrays.localcloud.ec2.describe;

import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.instance.power.EmulatedPower;
import io.jobarrays.localcloud.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

/** GetConsoleOutput: the last 64 KiB of an instance's console, which are those that are kept. */
public final class ConsoleOutput {
    private final EmulatedInstances instances;
    private final EmulatedPower power;
    private final Clock clock;

    public ConsoleOutput(EmulatedInstances instances, EmulatedPower power, Clock clock) {
        this.instances = instances;
        this.power = power;
        this.clock = clock;
    }

    public GetConsoleOutputResponse getConsoleOutput(GetConsoleOutputRequest request) {
        if (request.instanceId() == null) {
            throw new AwsError(
                    "MissingParameter", "The request must contain the parameter InstanceId");
        }
        VirtualMachine instance =
                instances.locked(() -> instances.require(List.of(request.instanceId())).getFirst());
        boolean nitro = instance.launch().kind().hypervisor().filter("nitro"::equals).isPresent();
        if (Boolean.TRUE.equals(request.latest()) && !nitro) {
            // API reference of GetConsoleOutput, Latest.
            throw new AwsError(
                    "UnsupportedOperation",
                    "This instance type does not support retrieving the latest console logs.");
        }
        String output = power.console(instance);
        return GetConsoleOutputResponse.builder()
                .instanceId(instance.id())
                .output(Base64.getEncoder().encodeToString(output.getBytes(StandardCharsets.UTF_8)))
                .timestamp(clock.instant())
                .build();
    }
}
