package io.jobarrays.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputCollectorTest {
    @TempDir Path temporary = Path.of("");
    private Path directory = Path.of("");
    private LaidOutFiles laidOut = new LaidOutFiles();

    @BeforeEach
    void createDirectory() throws Exception {
        directory = Files.createDirectory(temporary.resolve("work"));
    }

    @Test
    void doubleStarMatchesAtTheTopToo() throws Exception {
        write("a.json", "b.txt", "s/b.json", "s/t/c.json");

        assertThat(files("**/*.json")).containsExactly("a.json", "s/b.json", "s/t/c.json");
        assertThat(files("*.json")).containsExactly("a.json");
        assertThat(files("s/**")).containsExactly("s/b.json", "s/t/c.json");
    }

    @Test
    void directoryIncludesAllBelowItAndEmptyDirectories() throws Exception {
        write("out/c.json", "b.txt");
        Files.createDirectories(directory.resolve("out/empty"));

        assertThat(names("./out/", "b.txt"))
                .containsExactly("b.txt", "out", "out/c.json", "out/empty");
    }

    @Test
    void directoriesAboveAFileAreKeptForTheirModes() throws Exception {
        write("s/t/c.json");

        assertThat(names("**/*.json")).containsExactly("s", "s/t", "s/t/c.json");
    }

    @Test
    void linkedDirectoryIsFollowedWhereAGlobNamesIt() throws Exception {
        write("run-7/m.txt");
        link("latest", "run-7");

        assertThat(files("latest/*.txt")).containsExactly("latest/m.txt");
        assertThat(files("latest")).containsExactly("latest/m.txt");
        assertThat(files("**/*.txt")).containsExactly("run-7/m.txt");
    }

    @Test
    void linkStaysALinkWhenItsTargetIsCollectedToo() throws Exception {
        write("run-7/m.txt", "data");
        link("latest", "" + directory.resolve("run-7"));
        link("run-7/up", "..");
        link("run-7/data", "../data");
        link("none", "missing");

        assertThat(collect("**").leftOut()).isEmpty();
        assertThat(links("**"))
                .containsExactly(
                        "latest -> run-7",
                        "none -> missing",
                        "run-7/data -> ../data",
                        "run-7/up -> ..");
    }

    @Test
    void linkThatLeadsOutIsReplacedByItsContent() throws Exception {
        Files.writeString(temporary.resolve("outside"), "x");
        Files.createDirectories(temporary.resolve("far/deep"));
        Files.writeString(temporary.resolve("far/deep/f"), "x");
        link("file", "../outside");
        link("tree", "" + temporary.resolve("far"));
        link("nowhere", "/does/not/exist");

        CollectedOutputs outputs = collect("*");

        assertThat(outputs.entries().stream().map(OutputEntry::name))
                .containsExactly("file", "tree", "tree/deep", "tree/deep/f");
        assertThat(outputs.leftOut())
                .containsExactly("nowhere is a link to /does/not/exist, which does not exist");
    }

    @Test
    void linksThatLeadInCirclesEnd() throws Exception {
        Files.createDirectories(temporary.resolve("far"));
        Files.createSymbolicLink(temporary.resolve("far/again"), temporary.resolve("far"));
        link("tree", "" + temporary.resolve("far"));
        link("self", "self");

        assertThat(names("*")).contains("tree").doesNotContain("tree/again/again");
    }

    @Test
    void laidOutFilesAreLeftOutUntilTheWorkWritesThemOrAGlobNamesThem() throws Exception {
        write("config.json", "inputs/a/0/part.json", "made.json", "again.json");
        for (String name : List.of("config.json", "inputs/a/0/part.json", "again.json")) {
            laidOut.addFile(name, directory.resolve(name));
        }
        laidOut.write(temporary.resolve("list"));
        laidOut = LaidOutFiles.read(temporary.resolve("list"));
        Files.writeString(directory.resolve("again.json"), "another content");

        assertThat(files("**/*.json", "*.json")).containsExactly("again.json", "made.json");
        assertThat(files("*.json", "config.json")).contains("config.json");
        assertThat(files("inputs/**")).containsExactly("inputs/a/0/part.json");
        assertThat(files("inputs")).containsExactly("inputs/a/0/part.json");
    }

    @Test
    void namesWhatIsNoFile() throws Exception {
        write("a");
        new ProcessBuilder("mkfifo", "" + directory.resolve("pipe")).start().waitFor();

        CollectedOutputs outputs = collect("*");

        assertThat(outputs.entries()).hasSize(1);
        assertThat(outputs.leftOut()).containsExactly("pipe is neither file, directory nor link");
    }

    private void write(String... files) throws Exception {
        for (String file : files) {
            Files.createDirectories(directory.resolve(file).resolveSibling(""));
            Files.writeString(directory.resolve(file), file);
        }
    }

    private void link(String name, String target) throws Exception {
        Files.createSymbolicLink(directory.resolve(name), Path.of(target));
    }

    private CollectedOutputs collect(String... globs) throws Exception {
        return OutputCollector.collect(directory, List.of(globs), laidOut);
    }

    private List<String> names(String... globs) throws Exception {
        return collect(globs).entries().stream().map(OutputEntry::name).toList();
    }

    private List<String> files(String... globs) throws Exception {
        return collect(globs).entries().stream()
                .filter(OutputEntry.File.class::isInstance)
                .map(OutputEntry::name)
                .toList();
    }

    private List<String> links(String... globs) throws Exception {
        return collect(globs).entries().stream()
                .filter(OutputEntry.Link.class::isInstance)
                .map(entry -> entry.name() + " -> " + ((OutputEntry.Link) entry).target())
                .toList();
    }
}
