package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextValidatorTest {
    @Test
    void refusesNulAndHalvesOfSurrogatePairs() {
        assertThatThrownBy(() -> TextValidator.requireCharacters("command", "a\0b"))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "command: character 2 (U+0000) is NUL, which no program can receive; remove it");
        assertThatThrownBy(() -> TextValidator.requireCharacters("command", "x\ud800"))
                .hasMessageContaining("character 2 (U+D800) is half of a surrogate pair");
        assertThatThrownBy(() -> TextValidator.requireCharacters("command", "\udc00\ud800"))
                .hasMessageContaining("character 1 (U+DC00)");
    }

    @Test
    void acceptsWholePairsAndControlCharactersOfScripts() {
        assertThat(TextValidator.requireCharacters("command", "\ud83d\ude00\033[1m\t\n"))
                .isEqualTo("\ud83d\ude00\033[1m\t\n");
    }

    @Test
    void refusesControlCharactersInNames() {
        assertThatThrownBy(() -> TextValidator.requirePrintable("ami", "ami-1\b"))
                .hasMessageContaining("ami: character 6 (U+0008) is a control character");
        assertThat(TextValidator.requirePrintable("collect", "a\nb\tc")).isEqualTo("a\nb\tc");
    }

    /** Linux counts bytes, and the final NUL with them. */
    @Test
    void refusesWhatIsTooLongForOneArgument() {
        assertThat(TextValidator.requireArgument("command", "x".repeat(131_071), "use a file"))
                .hasSize(131_071);
        assertThatThrownBy(
                        () ->
                                TextValidator.requireArgument(
                                        "command", "\u00e9".repeat(65_536), "use a file"))
                .hasMessage(
                        "command: 131072 bytes; Linux passes at most 131071 to a program, so use a file");
    }
}
