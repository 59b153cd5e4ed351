package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.FileFailure;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this user's programs; chosen once and stored, so that clients find a restarted server at
 * the same address.
 */
final class PortFile {
    /** Range of ports below the ephemeral range of common systems. */
    private static final int MIN_PORT = 20_000;

    private static final int MAX_PORT = 30_000;

    private final Path file;
    private final JsonValue.Obj ports;

    PortFile(UserStateDirectory state) {
        file = state.root().resolve("ports.json");
        ports =
                state.json(file).orElseGet(JsonValue.Obj::new) instanceof JsonValue.Obj object
                        ? object
                        : new JsonValue.Obj();
    }

    /**
     * Returns the stored port of the program if it is free, else stores and returns another one.
     */
    int port(String name) {
        int port = ports.number(name).orElse(0);
        while (!isFree(port)) {
            port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT);
        }
        ports.with(name, new JsonValue.Num("" + port));
        save();
        return port;
    }

    private void save() {
        try {
            Files.writeString(file, ports + "\n");
        } catch (IOException refused) {
            throw Failure.of(
                    "SPAWN-STATE",
                    "cannot write %s (%s)".formatted(file, FileFailure.words(refused)));
        }
    }

    private static boolean isFree(int port) {
        if (port <= 0 || port > 65_535) {
            return false;
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (ServerSocket stream = new ServerSocket();
                DatagramSocket datagram = new DatagramSocket(null)) {
            stream.setReuseAddress(true);
            stream.bind(address);
            datagram.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
