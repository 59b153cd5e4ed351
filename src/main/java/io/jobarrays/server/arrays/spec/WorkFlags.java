package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.ByteSize;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.StorageUrl;
import io.jobarrays.server.arrays.spec.sweep.Sweep;
import io.jobarrays.server.arrays.spec.userdata.UserDataScript;
import org.jspecify.annotations.Nullable;

/** Reads the work of the members, with its files and outputs, from the launch flags. */
final class WorkFlags {
    private static final int MAX_SLOTS = 1024;
    private static final long DEFAULT_COLLECT_BYTES = 256L << 20;

    private WorkFlags() {}

    static WorkSpec of(FlagReader flags, @Nullable Sweep sweep) {
        String runAs = flags.text("run-as");
        if (runAs != null && !runAs.matches("[a-z_][a-z0-9_-]{0,31}")) {
            throw new Refusal("run-as: \"%s\" is not a user name".formatted(runAs));
        }
        String userData = flags.text("user-data");
        return new WorkSpec(
                userData == null ? null : UserDataScript.ofStored(userData),
                flags.text("command"),
                flags.environment(),
                runAs,
                isUrl(flags) ? null : flags.text("files"),
                filesFrom(flags),
                flags.globs("collect"),
                collectLimit(flags),
                collectTo(flags),
                requireOutputs(flags),
                flags.words("inputs"),
                onInterrupt(flags),
                slots(flags),
                !flags.flag("no-aliases"),
                LogStreams.of(flags),
                sweep,
                TimeLimitFlags.of(flags),
                keepsDirectory(flags),
                CheckpointFlags.of(flags, sizeLimit(flags, DEFAULT_COLLECT_BYTES)));
    }

    private static boolean keepsDirectory(FlagReader flags) {
        String workdir = flags.text("workdir", "attempt");
        return switch (workdir) {
            case "attempt" -> false;
            case "member" -> true;
            default ->
                    throw new Refusal(
                            "workdir: \"%s\" is not known; write attempt or member"
                                    .formatted(workdir));
        };
    }

    private static int slots(FlagReader flags) {
        return flags.text("slots", "1").equals("auto") ? 0 : flags.number("slots", 1, 1, MAX_SLOTS);
    }

    private static boolean isUrl(FlagReader flags) {
        return StorageUrl.isUrl(flags.text("files", ""));
    }

    private static @Nullable StorageUrl filesFrom(FlagReader flags) {
        if (!isUrl(flags)) {
            return null;
        }
        StorageUrl place = place(flags, "files", flags.text("files", ""));
        if (place instanceof StorageUrl.S3 s3 && !s3.key().matches(".*\\.(tar\\.gz|tgz)")) {
            throw new Refusal(
                    "files: %s is not a tar.gz; pack the directory, for example with tar -czf, and name the archive"
                            .formatted(s3));
        }
        return place;
    }

    private static long collectLimit(FlagReader flags) {
        boolean names = flags.text("collect") != null || flags.text(CheckpointFlags.GLOBS) != null;
        if (flags.text("collect-limit") != null && !names) {
            throw new Refusal(
                    "collect-limit: only with collect or checkpoint, which name the files");
        }
        return sizeLimit(
                flags, flags.text("collect-to") == null ? DEFAULT_COLLECT_BYTES : Long.MAX_VALUE);
    }

    private static long sizeLimit(FlagReader flags, long standard) {
        String limit = flags.text("collect-limit");
        return limit == null ? standard : ByteSize.parse("collect-limit", limit);
    }

    private static @Nullable StorageUrl collectTo(FlagReader flags) {
        String place = flags.text("collect-to");
        if (place != null && flags.text("collect") == null) {
            throw new Refusal("collect-to: only with collect, which names the files");
        }
        return place == null ? null : place(flags, "collect-to", place);
    }

    private static StorageUrl place(FlagReader flags, String flag, String text) {
        StorageUrl place = StorageUrl.parse(flag, text);
        if (place instanceof StorageUrl.S3 && flags.text("iam-instance-profile") == null) {
            throw new Refusal(
                    "%s: %s needs iam-instance-profile, the role by which members have access to S3"
                            .formatted(flag, place));
        }
        return place;
    }

    private static boolean requireOutputs(FlagReader flags) {
        boolean required = flags.flag("require-outputs");
        if (required && flags.text("collect") == null) {
            throw new Refusal("require-outputs: only with collect, which names the files");
        }
        return required;
    }

    private static @Nullable String onInterrupt(FlagReader flags) {
        String hook = flags.text("on-interrupt");
        if (hook != null && !flags.flag("spot")) {
            throw new Refusal("on-interrupt: only with spot, whose instances EC2 can reclaim");
        }
        return hook;
    }
}
