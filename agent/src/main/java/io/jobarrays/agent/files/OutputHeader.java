package io.jobarrays.agent.files;

import io.jobarrays.contract.archives.PermissionBits;
import io.jobarrays.contract.archives.TarFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Header of an output, with the time in nanoseconds: the library's has tenths of microseconds. */
final class OutputHeader extends TarArchiveEntry {
    private final Map<String, String> headers;

    private OutputHeader(String name, byte type, Map<String, String> headers) {
        super(TarFormat.written(name), type);
        this.headers = headers;
    }

    static OutputHeader of(OutputEntry entry) throws IOException {
        return switch (entry) {
            case OutputEntry.Directory directory ->
                    header(entry, directory.name() + "/", TarConstants.LF_DIR);
            case OutputEntry.File file -> header(entry, file.name(), TarConstants.LF_NORMAL);
            case OutputEntry.Link link -> header(link);
        };
    }

    private static OutputHeader header(OutputEntry entry, String name, byte type)
            throws IOException {
        FileTime time = Files.getLastModifiedTime(entry.path());
        OutputHeader header = new OutputHeader(name, type, TarFormat.headers(name, "", time));
        header.setMode(PermissionBits.of(Files.getPosixFilePermissions(entry.path())));
        return header;
    }

    private static OutputHeader header(OutputEntry.Link link) throws IOException {
        FileTime time = Files.getLastModifiedTime(link.path(), LinkOption.NOFOLLOW_LINKS);
        Map<String, String> headers = TarFormat.headers(link.name(), link.target(), time);
        OutputHeader header = new OutputHeader(link.name(), TarConstants.LF_SYMLINK, headers);
        header.setLinkName(TarFormat.written(link.target()));
        return header;
    }

    @Override
    public Map<String, String> getExtraPaxHeaders() {
        Map<String, String> all = new HashMap<>(super.getExtraPaxHeaders());
        all.putAll(headers);
        return all;
    }
}
