package io.jobarrays.server.batch;

import io.jobarrays.server.net.NotifyTarget;
import org.jspecify.annotations.Nullable;

/**
 * What an execution of job XML may have besides its parameters and files.
 *
 * @param after execution or array after whose end it begins; null: at once
 * @param receiver receiver of notifications; null: as the job or the settings say
 */
public record SubmitOptions(@Nullable String after, @Nullable NotifyTarget receiver) {
    public static final SubmitOptions NONE = new SubmitOptions(null, null);
}
