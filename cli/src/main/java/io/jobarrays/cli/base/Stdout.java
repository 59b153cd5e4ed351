package io.jobarrays.cli.base;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Standard output; throws {@link StdoutFailure} where a {@link PrintStream} is silent. */
public final class Stdout extends PrintStream {
    public Stdout() {
        this(new FileOutputStream(FileDescriptor.out), PipeReader::isGone);
    }

    /**
     * @param readerGone evaluated after a failure; its text differs by the language of the system
     */
    public Stdout(OutputStream file, BooleanSupplier readerGone) {
        super(new ThrowingStream(file, readerGone), false, StandardCharsets.UTF_8);
    }

    /** Ends the program as SIGPIPE would, as soon as the reader of stdout is gone. */
    public void exitWhenReaderIsGone() {
        Thread.ofPlatform()
                .daemon()
                .name("stdout-reader")
                .start(
                        () -> {
                            PipeReader.awaitGone();
                            System.exit(StdoutFailure.EXIT_READER_GONE);
                        });
    }

    private static final class ThrowingStream extends OutputStream {
        private final OutputStream file;
        private final BooleanSupplier readerGone;

        ThrowingStream(OutputStream file, BooleanSupplier readerGone) {
            this.file = file;
            this.readerGone = readerGone;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            try {
                file.write(bytes, from, count);
            } catch (IOException refused) {
                throw new StdoutFailure(refused, readerGone.getAsBoolean());
            }
        }
    }
}
