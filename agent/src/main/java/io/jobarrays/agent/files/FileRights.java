package io.jobarrays.agent.files;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Rights with which the files of a work are read: the agent's, or those of one user. */
public final class FileRights {
    private static final FileRights AGENT = new FileRights(null);

    private final @Nullable UserIds user;

    private FileRights(@Nullable UserIds user) {
        this.user = user;
    }

    private record UserIds(int user, int group, List<Integer> groups) {}

    public static FileRights ofAgent() {
        return AGENT;
    }

    /**
     * @param groups all groups of the user
     */
    public static FileRights ofUser(int user, int group, List<Integer> groups) {
        return new FileRights(new UserIds(user, group, List.copyOf(groups)));
    }

    /**
     * Whether these are a user's: what leads out of the working directory is none of the work's.
     */
    boolean areOfUser() {
        return user != null;
    }

    /** Step that opens files. */
    public interface FileStep<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * Runs a step with these rights; all that it opens, it opens in its own thread.
     *
     * @throws IOException also if this process cannot give itself the rights
     */
    public <T> T call(FileStep<T> step) throws IOException, InterruptedException {
        UserIds ids = user;
        if (ids == null) {
            return step.run();
        }
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            ThreadCredentials.take(ids.user(), ids.group(), ids.groups());
                            return step.run();
                        });
        Thread thread = Thread.ofPlatform().name("files-of-user").daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            thread.interrupt();
        }
    }

    private static IOException failure(@Nullable Throwable cause) throws InterruptedException {
        return switch (cause) {
            case IOException e -> e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new IOException(cause);
        };
    }
}
