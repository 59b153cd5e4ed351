package io.jobarrays.cli.files;

import io.jobarrays.contract.archives.PermissionBits;
import io.jobarrays.contract.archives.TarFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Header of a bundle's entry, without owner and with the time in nanoseconds: the library's has
 * tenths of microseconds.
 */
final class BundleHeader extends TarArchiveEntry {
    private final Map<String, String> headers;

    private BundleHeader(String name, byte type, FileTime time, Map<String, String> headers) {
        super(TarFormat.written(name), type);
        // The library's default is the current time, by which equal bundles would differ.
        setLastModifiedTime(FileTime.from(time.to(TimeUnit.SECONDS), TimeUnit.SECONDS));
        this.headers = headers;
        setIds(0, 0);
        setNames("", "");
    }

    static BundleHeader of(BundleEntry entry) throws IOException {
        FileTime time = Files.getLastModifiedTime(entry.path(), LinkOption.NOFOLLOW_LINKS);
        String name = entry.name();
        return switch (entry) {
            case BundleEntry.Directory _ ->
                    withMode(
                            entry,
                            new BundleHeader(
                                    name + "/",
                                    TarConstants.LF_DIR,
                                    time,
                                    TarFormat.headers(name, "", time)));
            case BundleEntry.File file -> {
                BundleHeader header =
                        new BundleHeader(
                                name,
                                TarConstants.LF_NORMAL,
                                time,
                                TarFormat.headers(name, "", time));
                header.setSize(file.bytes());
                yield withMode(entry, header);
            }
            case BundleEntry.Link link -> {
                BundleHeader header =
                        new BundleHeader(
                                name,
                                TarConstants.LF_SYMLINK,
                                time,
                                TarFormat.headers(name, link.target(), time));
                header.setLinkName(TarFormat.written(link.target()));
                yield header;
            }
        };
    }

    private static BundleHeader withMode(BundleEntry entry, BundleHeader header)
            throws IOException {
        header.setMode(PermissionBits.of(Files.getPosixFilePermissions(entry.path())));
        return header;
    }

    @Override
    public Map<String, String> getExtraPaxHeaders() {
        Map<String, String> all = new HashMap<>(super.getExtraPaxHeaders());
        all.putAll(headers);
        return all;
    }
}
