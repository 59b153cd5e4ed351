package io.jobarrays.server.arrays.spec.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {
    @Test
    void readsRowsOfCsvWithQuotes() {
        Sweep sweep =
                Sweep.parse("lr,batch-size,note\r\n0.1,32,\"a, \"\"b\"\"\nc\"\r\n0.01,64,\r\n");

        assertThat(sweep.size()).isEqualTo(2);
        assertThat(sweep.parameters(0))
                .containsExactly(
                        Map.entry("lr", "0.1"),
                        Map.entry("batch-size", "32"),
                        Map.entry("note", "a, \"b\"\nc"));
        assertThat(sweep.variables(1))
                .containsExactly(
                        Map.entry("PARAM_LR", "0.01"),
                        Map.entry("PARAM_BATCH_SIZE", "64"),
                        Map.entry("PARAM_NOTE", ""));
        assertThat(sweep.parameters(2)).isEmpty();
    }

    @Test
    void keepsBlanksAroundValuesAndSkipsEmptyLines() {
        Sweep sweep = Sweep.parse("\ufefflr\n\n 0.1 \n0010\n\n");

        assertThat(sweep.names()).containsExactly("lr");
        assertThat(sweep.rows()).containsExactly(List.of(" 0.1 "), List.of("0010"));
    }

    @Test
    void combinesAllValuesOfAGrid() {
        Sweep sweep = Sweep.parse("lr=0.1, 0.01; depth=3,5,7");

        assertThat(sweep.size()).isEqualTo(6);
        assertThat(sweep.rows().subList(0, 4))
                .containsExactly(
                        List.of("0.1", "3"),
                        List.of("0.1", "5"),
                        List.of("0.1", "7"),
                        List.of("0.01", "3"));
    }

    @Test
    void takesAsManyRowsAsAnArrayHasIndexes() {
        String all = "n\n" + "1\n".repeat(10_000);

        assertThat(Sweep.parse(all).size()).isEqualTo(10_000);
        assertThatThrownBy(() -> Sweep.parse(all + "1\n"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("more than 10000 rows");
        assertThatThrownBy(() -> Sweep.parse("n\n" + "0123456789\n".repeat(60_000)))
                .hasMessageContaining("KiB of parameters; at most 512");
        assertThatThrownBy(
                        () -> Sweep.parse("x" + ",x".repeat(100) + "\n1" + ",1".repeat(100) + "\n"))
                .hasMessageContaining("101 columns");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lr,depth;0.1;|line 2 has 1 values, the first line names 2",
                "lr,depth;1,2;1,2,3;|line 3 has 3 values",
                "lr;|it has names and no rows",
                ";;|is empty",
                ",lr;0,1;|column 1 has no name",
                "learning rate;1;|\"learning rate\" cannot name a parameter",
                "1st;1;|\"1st\" cannot name a parameter",
                "lr,LR;1,2;|lr and LR both become PARAM_LR",
                "a.b,a-b;1,2;|a.b and a-b both become PARAM_A_B",
                "lr;\"1;|is not CSV: line 3",
                "lr;\"1\"2;|is not CSV: line 2",
                "@params.csv|@params.csv names a file",
            })
    void refusesWhatIsNoTableOfParameters(String lines, String sentence) {
        assertThatThrownBy(() -> Sweep.parse(lines.replace(';', '\n')))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("sweep: ")
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lr|\"lr\" is not NAME=VALUE,VALUE",
                "lr=1;;depth=2|\"\" is not NAME=VALUE,VALUE",
                "lr=1,,2|lr has an empty value",
                "lr=|lr has an empty value",
                "=1|column 1 has no name",
                "lr=1;lr=2|lr is given twice",
                "lr=1;LR=2|both become PARAM_LR",
            })
    void refusesWhatIsNoGrid(String grid, String sentence) {
        assertThatThrownBy(() -> Sweep.parse(grid))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("sweep: ")
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesAGridBeyondTheLargestArrayBeforeItIsBuilt() {
        String ten = "=0,1,2,3,4,5,6,7,8,9";

        assertThatThrownBy(
                        () ->
                                Sweep.parse(
                                        "a" + ten + ";b" + ten + ";c" + ten + ";d" + ten
                                                + ";e=1,2"))
                .hasMessageContaining("more than 10000 combinations");
    }
}
