package io.jobarrays.server.arrays.spec.userdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.WorkLint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserDataScriptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#!/bin/bash\\r\\necho one\\r\\n | line 1 has the line ends of Windows",
                "#!/bin/bash\\necho one\\r\\n | line 2 has the line ends of Windows",
                "#!/bin/bash\\recho one\\r | line 1 has the line ends of Windows",
                "\\uFEFF#!/bin/bash\\n | begins with a byte order mark",
                "' \\n#!/bin/bash\\n' | blanks before #!",
                "\\u00A0#!/bin/bash\\n | blanks before #!",
                "\\u200B#!/bin/bash\\n | blanks before #!",
                "IyEvYmluL3NoCmVjaG8gb25l\\n | is a script in Base64",
                "#!bash\\n | #!bash names no interpreter by its path",
                "#!\\n | names no interpreter",
                "#cloud-config\\npackages:\\n- jq\\nruncmd:\\n- ls\\n | cloud-config is not run here (packages, runcmd)",
                "#cloud-config\\n'runcmd' : [a]\\n\"bootcmd\":\\n- b: c\\n | (runcmd, bootcmd)",
                "#cloud-config\\n{\"runcmd\": [[\"a\", {\"b\": 1}]], \"packages\": [\"x\"]} | (runcmd, packages)",
                "\\n#Cloud-Config\\n | cloud-config is not run here (no keys)",
                "#include\\nhttps://example.org/a\\n | #include is not run here",
                "#cloud-boothook\\n | #cloud-boothook is not run here",
                "#part-handler\\n | #part-handler is not run here",
                "## template: jinja\\n#!/bin/sh\\n | ## template: is not run here",
                "<powershell>\\n | <powershell> is not run here"
            })
    void refusesWhatAMachineWouldNotRun(String userData, String sentence) {
        assertThatThrownBy(() -> UserDataScript.of(unescaped(userData)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("user-data: ")
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "echo one\\necho two\\n",
        "echo\\n",
        "#!/bin/sh -e\\n",
        "#! /usr/bin/env python3\\nprint(1)\\n"
    })
    void keepsScriptsAsTheyAre(String script) {
        assertThat(UserDataScript.of(unescaped(script))).isEqualTo(unescaped(script));
    }

    @ParameterizedTest
    @CsvSource({"command", "on-interrupt"})
    void refusesLineEndsAndMarksInCommands(String flag) {
        assertThatThrownBy(() -> spec(flag, "if true; then\r\necho two\r\nfi\r\n"))
                .hasMessageContaining(flag + ": line 1 has the line ends of Windows");
        assertThatThrownBy(() -> spec(flag, "echo one\necho two\r"))
                .hasMessageContaining(flag + ": line 2 has the line ends of Windows");
        assertThatThrownBy(() -> spec(flag, "\uFEFFecho two"))
                .hasMessageContaining(flag + ": begins with a byte order mark");
    }

    @Test
    void runsEveryPartOfAMultipartMessage(@TempDir Path directory) throws Exception {
        String message =
                """
                Content-Type: multipart/mixed; boundary="==7=="
                MIME-Version: 1.0

                --==7==
                Content-Type: text/x-shellscript; charset="utf-8"
                Content-Transfer-Encoding: 7bit

                #!/bin/sh
                echo one $0 | sed 's|/.*/||'
                exit 3

                --==7==
                Content-Type: text/x-shellscript
                Content-Transfer-Encoding: base64

                IyEvYmluL3NoCmVjaG8gIsO8IgpleGl0IDQK
                --==7==
                Content-Type: text/plain

                #!/bin/sh
                echo "$GIVEN"
                --==7==--
                """;

        Process run = run(directory, UserDataScript.of(message));

        assertThat(new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("one part-001\n\u00fc\nhere\n");
        assertThat(run.waitFor()).isEqualTo(3);
        assertThat(spec("user-data", message).work().userData()).startsWith("#!/bin/sh\n");
    }

    @Test
    void refusesPartsThatAreNoScript() {
        String message =
                """
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/x-shellscript

                #!/bin/sh
                --b
                Content-Type: text/cloud-config

                packages: [jq]
                --b--
                """;

        assertThatThrownBy(() -> UserDataScript.of(message))
                .hasMessage(
                        "user-data: part 2: cloud-config is not run here (packages); write a script that does the same and begins with #!/bin/sh");
        assertThatThrownBy(() -> UserDataScript.of(message.replace("--b--", "")))
                .hasMessageContaining("has no line --b-- at its end");
        assertThatThrownBy(
                        () ->
                                UserDataScript.of(
                                        message.replace("text/cloud-config", "text/plain")
                                                .replace("packages", "#cloud-config\npackages")))
                .hasMessageContaining("user-data: part 2: cloud-config is not run here (packages)");
    }

    @Test
    void warnsThatACommandIsRunBySh() {
        assertThat(WorkLint.warnings(spec("command", "#!/usr/bin/env python3\nprint(1)")))
                .singleElement()
                .asString()
                .contains("sh runs it and not python3");
        assertThat(WorkLint.warnings(spec("command", "#!/bin/sh\necho one"))).isEmpty();
    }

    private static Process run(Path directory, String script) throws IOException {
        Path file = Files.writeString(directory.resolve("user_data"), script);
        ProcessBuilder run = new ProcessBuilder("sh", file.toString()).redirectErrorStream(true);
        run.environment().put("GIVEN", "here");
        return run.start();
    }

    private static ArraySpec spec(String flag, String text) {
        return ArraySpec.of(
                Map.of("job-array-name", "compute", "count", "1", "spot", "true", flag, text));
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\uFEFF", "\uFEFF")
                .replace("\\u00A0", "\u00A0")
                .replace("\\u200B", "\u200B");
    }
}
