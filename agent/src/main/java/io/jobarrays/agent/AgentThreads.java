package io.jobarrays.agent;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Threads of the agent; none of them keeps its process alive. */
final class AgentThreads {
    private AgentThreads() {}

    /** A task that runs until its thread is interrupted. */
    interface BackgroundTask {
        void run() throws InterruptedException;
    }

    static void start(String name, BackgroundTask task) {
        Thread.ofPlatform()
                .name(name)
                .daemon()
                .start(
                        () -> {
                            try {
                                task.run();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    static HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(
                        Executors.newFixedThreadPool(
                                2,
                                task -> Thread.ofPlatform().name("http").daemon().unstarted(task)))
                .build();
    }
}
