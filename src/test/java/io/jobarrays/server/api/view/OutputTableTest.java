package io.jobarrays.server.api.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.text.OutputTableText;
import io.jobarrays.server.arrays.view.MemberView;
import io.jobarrays.server.files.archives.Output;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputTableTest {
    private final OutputTableBuilder builder = new OutputTableBuilder();

    @Test
    void joinsParametersWithResultsAndSortsByNumber() {
        add(0, "0.1", "r.json", "{\"loss\":10,\"lr\":0.10,\"at\":{\"epoch\":3}}");
        add(1, "1e-2", "r.json", "{\"loss\":9.5,\"lr\":0.01,\"tags\":[\"a\",\"b\"]}");
        add(2, "x,\"y\"", "r.json", null);

        OutputTable table = builder.table();

        assertThat(OutputTableText.csv(table.sorted("loss")))
                .isEqualTo(
                        String.join(
                                "\r\n",
                                "index,exit_status,lr,loss,at.epoch,tags",
                                "1,EXIT_0,1e-2,9.5,,\"[\"\"a\"\",\"\"b\"\"]\"",
                                "0,EXIT_0,0.1,10,3,",
                                "2,EXIT_0,\"x,\"\"y\"\"\",,,",
                                ""));
        assertThat(indexes(table.sorted("loss:desc"))).containsExactly(0, 1, 2);
        assertThat(indexes(table.sorted("lr"))).containsExactly(1, 0, 2);
        assertThat(table.objects().getFirst())
                .hasEntrySatisfying("loss", loss -> assertThat(loss.isNumber()).isTrue());
        assertThatThrownBy(() -> table.sorted("los"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("sort: there is no column \"los\"; there are index, ");
    }

    @Test
    void keepsFieldsApartFromParametersOfTheSameName() {
        add(0, "0.1", "r.csv", "lr,index\n0.5,7\n0.6,8\n");

        assertThat(OutputTableText.of(builder.table()))
                .isEqualTo(
                        """
                        index  exit_status  lr   result.lr  result.index
                        0      EXIT_0       0.1  0.5        7
                        0      EXIT_0       0.1  0.6        8
                        """);
    }

    @Test
    void refusesAFileThatIsNoTable() {
        assertThatThrownBy(() -> add(3, "1", "r.json", "[1]"))
                .hasMessage("index 3: r.json is neither a JSON object nor a list of objects");
        assertThatThrownBy(() -> add(3, "1", "r.json", "{\"a\":"))
                .hasMessageStartingWith("index 3: r.json is not JSON: line 1");
        assertThatThrownBy(() -> add(3, "1", "r.csv", "a,b\n1\n"))
                .hasMessageStartingWith("index 3: r.csv: line 2 has 1 values");
    }

    @Test
    void choosesTheOnlyTableOfAnIndex() {
        Output output =
                new Output(
                        4,
                        1,
                        "",
                        1,
                        List.of("parameters.json", "model.pt", "out/r-4.json", "out/log.csv"),
                        Optional.empty());

        assertThat(new ResultFileChoice("out/r-*.json").of(output)).contains("out/r-4.json");
        assertThat(new ResultFileChoice("*.json").of(output)).isEmpty();
        assertThatThrownBy(() -> new ResultFileChoice(null).of(output))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("file: index 4 collected out/r-4.json, out/log.csv; name");
        assertThatThrownBy(() -> new ResultFileChoice("[a")).hasMessageStartingWith("file: ");
    }

    private static List<Integer> indexes(OutputTable table) {
        return table.rows().stream().map(row -> row.getFirst().intValue()).toList();
    }

    private void add(int index, String lr, String name, @Nullable String content) {
        MemberView member =
                new MemberView(
                        index,
                        "search-" + index,
                        null,
                        null,
                        "terminated",
                        null,
                        null,
                        null,
                        "search-" + index + ".example",
                        1,
                        1,
                        "ended",
                        "EXIT_0",
                        null,
                        null,
                        null,
                        Map.of("lr", lr),
                        new MemberView.Life("RUNNING", false, null, null, null, null, null));
        builder.add(
                member, name, content == null ? null : content.getBytes(StandardCharsets.UTF_8));
    }
}
