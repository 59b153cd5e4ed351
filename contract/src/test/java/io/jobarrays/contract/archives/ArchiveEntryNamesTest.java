package io.jobarrays.contract.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveEntryNamesTest {
    private final ArchiveEntryNames names = new ArchiveEntryNames();

    @ParameterizedTest
    @CsvSource({
        "a,a",
        "./b/c,b/c",
        "deep/model.json,deep/model.json",
        "..a,..a",
        "b..c/...,b..c/...",
        "d/,d",
        "./,''",
        ".,''",
        "e/./f//g,e/f/g"
    })
    void admitsNamesBelowTheDirectory(String name, String admitted) {
        assertThat(names.admit(name)).isEqualTo(admitted);
        assertThat(ArchiveEntryNames.normalize(name)).isEqualTo(admitted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/tmp/out.txt",
                "/evil",
                "..",
                "../a",
                "../out.txt",
                "a/..",
                "a/../b",
                "a/../../b",
                "a/../../evil",
                "./../a",
                ".//../a",
                "a\0b"
            })
    void refusesNamesThatLeadOut(String name) {
        assertThatThrownBy(() -> names.admit(name))
                .isInstanceOf(UnsafeEntry.class)
                .hasMessage(
                        "the archive's entry \"%s\" leads out of the directory",
                        name.replace("\0", "\\000"));
        assertThatThrownBy(() -> names.admitSymbolicLink(name, "a"))
                .isInstanceOf(UnsafeEntry.class);
        assertThatThrownBy(() -> names.admitHardLink(name, "a")).isInstanceOf(UnsafeEntry.class);
    }

    @ParameterizedTest
    @CsvSource({"b,a", "bin/latest,../data", "x/y/z,../../x/./a", "x/top,..", "./x/top,./.."})
    void admitsSymbolicLinksThatStayInside(String name, String target) {
        assertThat(names.admitSymbolicLink(name, target)).isEqualTo(name.replace("./", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "a,/etc",
        "out,..",
        "a/b,../../c",
        "a/b,c/../../../d",
        "a/b,c/../d",
        "a/b,./../../c",
        "p/./q,../..",
        "p//q,../.."
    })
    void refusesSymbolicLinksThatLeadOut(String name, String target) {
        assertThatThrownBy(() -> names.admitSymbolicLink(name, target))
                .isInstanceOf(UnsafeEntry.class)
                .hasMessageEndingWith("leads out of the directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../a", "a/../../b", "a/.."})
    void refusesHardLinksThatLeadOut(String target) {
        assertThat(names.admitHardLink("copy", "data")).isEqualTo("copy");
        assertThatThrownBy(() -> names.admitHardLink("copy", target))
                .isInstanceOf(UnsafeEntry.class)
                .hasMessageEndingWith("leads out of the directory");
    }

    @ParameterizedTest
    @CsvSource({"a,b,a/c", "p/q,..,p/q/out", "p/./q,..,p/q/out", "p/q,..,p/./q/out"})
    void refusesEntriesBelowALink(String link, String target, String name) {
        names.admitSymbolicLink(link, target);

        assertThatThrownBy(() -> names.admit(name))
                .isInstanceOf(UnsafeEntry.class)
                .hasMessageEndingWith("lies below a link");
    }

    @ParameterizedTest
    @CsvSource({"a/c,a", "p/q/f,p/./q", "f,."})
    void refusesALinkInPlaceOfADirectory(String name, String link) {
        names.admit(name);

        assertThatThrownBy(() -> names.admitSymbolicLink(link, "b"))
                .isInstanceOf(UnsafeEntry.class)
                .hasMessageEndingWith("is both a link and a directory");
    }

    @Test
    void refusesAHardLinkToALink() {
        names.admitSymbolicLink("s", "b");

        assertThatThrownBy(() -> names.admitHardLink("h", "./s"))
                .isInstanceOf(UnsafeEntry.class)
                .hasMessageEndingWith("is a hard link to a link");
    }

    @Test
    void keepsFewNamesInMemory() {
        assertThatThrownBy(() -> names.admit("a/".repeat(1 << 19)))
                .isInstanceOf(UnsafeEntry.class)
                .hasMessageContaining("4096 bytes")
                .hasMessageMatching(".{1,250}");
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 1000; i++) {
                                names.admit(i + "/a".repeat(1000));
                            }
                        })
                .isInstanceOf(UnsafeEntry.class)
                .hasMessageEndingWith("the names of an archive may have 32 MiB together");
    }

    @Test
    void namesEntryAndReasonForTheUnpackersSentence() {
        assertThatThrownBy(() -> names.admit("../a\tb"))
                .isInstanceOfSatisfying(
                        UnsafeEntry.class,
                        unsafe -> {
                            assertThat(unsafe.entry()).isEqualTo("../a\\tb");
                            assertThat(unsafe.reason()).isEqualTo("leads out of the directory");
                        });
    }
}
