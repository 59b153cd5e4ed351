package io.jobarrays.server.batch.jobxml;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.batch.jobxml.xml.LineBreakLint;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineBreakLintTest {
    @Test
    void namesTheLineOfALineBreakInACommand() {
        String xml =
                """
                <job><!-- <property name="command" value="a
                b"/> -->
                  <property name="count" value="1"/>
                  <property
                    name="command"
                    value="echo one > x
                # a note
                echo two"/>
                  <property value='a
                b' name='env.A'/>
                </job>
                """;

        assertThat(LineBreakLint.warnings(xml.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(
                        "line 6: command: line breaks in an attribute are blanks in XML; write &#10; for each, or put the lines into a file of the bundle",
                        "line 9: env.A: line breaks in an attribute are blanks in XML; write &#10; for each, or put the lines into a file of the bundle");
    }

    @Test
    void findsLineBreaksInUtf16() {
        Charset utf16 = StandardCharsets.UTF_16;
        String xml =
                "<?xml version='1.0' encoding='UTF-16'?><job><property name='command' value='a\r\nb'/></job>";

        assertThat(LineBreakLint.warnings(xml.getBytes(utf16))).hasSize(1);
    }

    @Test
    void isSilentAboutReferencesAndLists() {
        String xml =
                """
                <job><property name="command" value="a&#10;b"/>
                <property name="collect" value="a
                b"/></job>
                """;

        assertThat(LineBreakLint.warnings(xml.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
