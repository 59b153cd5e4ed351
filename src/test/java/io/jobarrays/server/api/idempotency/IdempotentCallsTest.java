package io.jobarrays.server.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.TestDatabase;
import io.jobarrays.server.problems.Refused;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class IdempotentCallsTest {
    private static final byte[] BODY = {1, 2, 3};

    @Inject IdempotentCalls once;

    private final AtomicInteger calls = new AtomicInteger();
    private final String key = UUID.randomUUID().toString();

    @Test
    void theSameKeyAndBodyGetTheFirstAnswerAgain() {
        Response first = once.call(key, "POST /arrays", BODY, this::created);
        Response second = once.call(key, "POST /arrays", BODY, this::created);

        assertThat(calls).hasValue(1);
        assertThat(second.getStatus()).isEqualTo(201);
        assertThat(second.getEntity()).isEqualTo(first.getEntity());
        assertThat(second.getHeaderString("Location")).isEqualTo("/api/v1/arrays/1");
        assertThat(second.getMediaType()).isEqualTo(MediaType.TEXT_PLAIN_TYPE);
    }

    @Test
    void withoutKeyEveryCallIsMade() {
        once.call(null, "POST /arrays", BODY, this::created);
        once.call(null, "POST /arrays", BODY, this::created);

        assertThat(calls).hasValue(2);
    }

    @Test
    void theSameKeyForAnotherCallIsRefused() {
        once.call(key, "POST /arrays", BODY, this::created);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> once.call(key, "POST /arrays", new byte[0], this::created))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(422));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> once.call(key, "POST /executions", BODY, this::created))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("SPAWN-KEY-REUSED"));
        assertThat(calls).hasValue(1);
    }

    @Test
    void aCallThatFailedMayBeMadeAgain() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(
                        () ->
                                once.call(
                                        key,
                                        "POST /arrays",
                                        BODY,
                                        () -> {
                                            throw new Refusal("no");
                                        }));

        Response answer = once.call(key, "POST /arrays", BODY, this::created);

        assertThat(answer.getStatus()).isEqualTo(201);
    }

    @Test
    void whoComesWhileTheCallGoesOnIsToldSo() {
        Response outer =
                once.call(
                        key,
                        "POST /arrays",
                        BODY,
                        () -> {
                            assertThatExceptionOfType(Refused.class)
                                    .isThrownBy(
                                            () ->
                                                    once.call(
                                                            key,
                                                            "POST /arrays",
                                                            BODY,
                                                            this::created))
                                    .satisfies(r -> assertThat(r.status()).isEqualTo(409));
                            return created();
                        });

        assertThat(outer.getStatus()).isEqualTo(201);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aKeyWithASpaceIsRefused() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> once.call("a b", "POST /arrays", BODY, this::created));
    }

    private Response created() {
        int number = calls.incrementAndGet();
        return Response.created(URI.create("/api/v1/arrays/" + number))
                .type(MediaType.TEXT_PLAIN)
                .entity("number " + number)
                .build();
    }
}
