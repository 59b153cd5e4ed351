package io.jobarrays.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.cli.CommandResult;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** connect to several members at once. */
class ConnectManyMembersTest extends ConnectFixture {
    @Test
    void prefixesLinesOfManyMembersWithIndex() throws IOException {
        CommandResult typed =
                connect(
                        talk -> {
                            String index = talk.line.replaceAll(".*%5B(\\d)%5D.*", "$1");
                            talk.typed();
                            talk.write("out", "a\nb").write("err", "e\n").write("out", index);
                            talk.end(index.equals("1") ? "EXIT_3" : "EXIT_0");
                        },
                        "compute",
                        "--",
                        "x");

        assertThat(typed.exitCode()).isEqualTo(4);
        assertThat(typed.out().lines())
                .containsExactlyInAnyOrder("[0] a", "[0] b0", "[1] a", "[1] b1", "[2] a", "[2] b2");
        assertThat(typed.err().lines())
                .containsExactlyInAnyOrder("[0] e", "[1] e", "[2] e", "spawn: [1]: EXIT_3");
    }

    @Test
    void runsAtMostSixteenMembersConcurrently() throws IOException {
        server.json("GET /arrays/large", view(40));
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        CommandResult typed =
                connect(
                        talk -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            talk.typed();
                            now.decrementAndGet();
                            talk.end("EXIT_1");
                        },
                        "large",
                        "--",
                        "x");

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).isEqualTo("spawn: [0-39]: EXIT_1\n");
        assertThat(opened).hasSize(40);
        assertThat(most.get()).isBetween(2, 16);
    }

    @Test
    void refusesShellOnManyMembers() throws IOException {
        for (String[] args :
                new String[][] {{"compute"}, {"compute", "-t", "--", "x"}, {"compute", "--ssh"}}) {
            CommandResult typed = connect(ConnectFixture::ignore, args);

            assertThat(typed.exitCode()).isEqualTo(2);
            assertThat(typed.err()).startsWith("spawn: compute names 3 members; name one, or give");
        }
        assertThat(opened).isEmpty();
    }
}
