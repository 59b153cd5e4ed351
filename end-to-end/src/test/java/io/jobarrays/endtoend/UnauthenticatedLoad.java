package io.jobarrays.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls without credentials to a control plane on the loopback address: connections that send half
 * of a body, and bad bodies at a constant rate, until it is closed.
 */
final class UnauthenticatedLoad implements AutoCloseable {
    private static final int CALLERS = 40;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final String KEY =
            "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
    private static final List<String> CALLS =
            List.of(
                    post("enrol", "{"),
                    post("enrol", enrolment("guessed")),
                    post("enrol", enrolment("a-20260101-abcdef." + "0".repeat(64) + ".0")),
                    post("enrol", "{\"array_id\":\"" + "x".repeat(50_000) + "\"}"),
                    post(
                            "token",
                            "{\"instance_id\":\"i-0\",\"challenge\":\"1.2\",\"signature\":\"AAAA\"}"),
                    "GET /agents/bundle HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer guessed\r\n\r\n");

    private final InetSocketAddress server;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final List<Socket> held = new ArrayList<>();
    private final List<Thread> callers = new ArrayList<>();
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();

    private UnauthenticatedLoad(URI url) {
        server = new InetSocketAddress(url.getHost(), url.getPort());
    }

    /**
     * @param connections that are held open
     * @param perSecond calls with a bad body
     */
    static UnauthenticatedLoad of(URI url, int connections, int perSecond) throws IOException {
        UnauthenticatedLoad load = new UnauthenticatedLoad(url);
        try {
            for (int i = 0; i < connections; i++) {
                load.hold(i);
            }
        } catch (IOException failed) {
            load.close();
            throw failed;
        }
        long interval = Duration.ofSeconds(CALLERS).toNanos() / perSecond;
        for (int i = 0; i < CALLERS; i++) {
            load.callers.add(Thread.ofVirtual().start(() -> load.call(interval)));
        }
        return load;
    }

    /** Answers by status. */
    Map<Integer, Long> answers() {
        Map<Integer, Long> counted = new ConcurrentHashMap<>();
        answers.forEach((status, count) -> counted.put(status, count.sum()));
        return counted;
    }

    /** Calls without an answer. */
    int failures() {
        return failures.get();
    }

    /** Half of a body, as large as it may be; every other connection sends only half of a head. */
    private void hold(int number) throws IOException {
        Socket socket = new Socket();
        held.add(socket);
        socket.connect(server);
        String whole = post("enrol", " ".repeat(60_000));
        int half = number % 2 == 0 ? whole.length() / 2 : 40;
        socket.getOutputStream().write(whole.substring(0, half).getBytes(ISO_8859_1));
    }

    private void call(long interval) {
        long next = System.nanoTime();
        for (int i = 0; open.get(); ) {
            try (Socket socket = new Socket()) {
                socket.connect(server);
                socket.setSoTimeout((int) READ_TIMEOUT.toMillis());
                InputStream in = new BufferedInputStream(socket.getInputStream());
                for (boolean kept = true; kept && open.get(); i++) {
                    LockSupport.parkNanos(next - System.nanoTime());
                    next += interval;
                    socket.getOutputStream()
                            .write(CALLS.get(i % CALLS.size()).getBytes(ISO_8859_1));
                    kept = readAnswer(in);
                }
            } catch (IOException e) {
                failures.incrementAndGet();
                next = System.nanoTime();
            }
        }
    }

    /** False when the server closes the connection after the answer. */
    private boolean readAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (status.length() < 12) {
            throw new SocketTimeoutException("no answer");
        }
        int length = 0;
        boolean kept = true;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
            kept &= !header.equals("connection: close");
        }
        in.skipNBytes(length);
        answers.computeIfAbsent(Integer.parseInt(status.substring(9, 12)), key -> new LongAdder())
                .increment();
        return kept;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String post(String call, String body) {
        return ("POST /agents/%s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Content-Length: %d\r\n\r\n%s")
                .formatted(call, body.length(), body);
    }

    private static String enrolment(String nonce) {
        return ("{\"array_id\":\"a-20260101-abcdef\",\"index\":0,\"instance_id\":\"i-0\","
                        + "\"nonce\":\"%s\",\"document\":\"{}\",\"signature\":\"AAAA\","
                        + "\"public_key\":\"%s\"}")
                .formatted(nonce, KEY);
    }

    @Override
    public void close() throws IOException {
        open.set(false);
        for (Socket socket : held) {
            socket.close();
        }
        for (Thread caller : callers) {
            try {
                caller.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
