package io.jobarrays.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.web.UnauthenticatedBodies.Body;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnauthenticatedBodiesTest {
    private final List<String> aborted = new ArrayList<>();
    private final UnauthenticatedBodies bodies = new UnauthenticatedBodies(3, 100);

    @Test
    void displacesTheOldestIncompleteBodyForBytes() {
        Body whole = opened("whole", 50);
        bodies.complete(whole);
        Body slow = opened("slow", 40);

        Body next = opened("next", 30);

        assertThat(aborted).containsExactly("slow");
        assertThat(bodies.append(slow, 1)).isFalse();
        assertThat(bodies.append(next, 20)).isTrue();
        assertThat(bodies.append(next, 1)).isFalse();
        bodies.close(whole);
        assertThat(bodies.append(next, 50)).isTrue();
    }

    @Test
    void displacesTheOldestIncompleteBodyForACall() {
        opened("first", 1);
        opened("second", 1);
        opened("third", 1);

        Body fourth = opened("fourth", 1);

        assertThat(aborted).containsExactly("first");
        bodies.close(fourth);
        bodies.close(fourth);
        opened("fifth", 1);
        assertThat(aborted).containsExactly("first");
    }

    @Test
    void hasNoRoomWhileAllAreWorkedOn() {
        for (int i = 0; i < 3; i++) {
            bodies.complete(opened("whole", 1));
        }

        assertThat(bodies.open(new Body(() -> {}))).isFalse();
        assertThat(aborted).isEmpty();
    }

    private Body opened(String name, int bytes) {
        Body body = new Body(() -> aborted.add(name));
        assertThat(bodies.open(body)).isTrue();
        assertThat(bodies.append(body, bytes)).isTrue();
        return body;
    }
}
