package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.caller.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Change that waits for its owner, and its result once it is committed. */
final class ArrayChange<T extends @Nullable Object> {
    private final Function<OwnedArray, T> change;
    private final @Nullable Caller caller = Caller.current();
    private final CompletableFuture<T> committed = new CompletableFuture<>();

    /** Passes the result on; set when the change was applied. */
    private Runnable completion = () -> {};

    ArrayChange(Function<OwnedArray, T> change) {
        this.change = change;
    }

    /** Applies the change; its result stands until the commit. */
    void apply(OwnedArray array) {
        array.askedBy(caller);
        T result = change.apply(array);
        completion = () -> committed.complete(result);
    }

    void committed() {
        completion.run();
    }

    void failed(Throwable failure) {
        committed.completeExceptionally(failure);
    }

    /** Waits for the commit; throws what the change or the commit has thrown. */
    T await() {
        try {
            return committed.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
