package io.jobarrays.server.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * One request of a call: measures it from its transmission to the headers of its answer. The SDK
 * repeats requests within a call, and reports the last failure only.
 */
final class CallAttempt {
    private static final String OK = "ok";
    private static final String NO_ANSWER = "no_answer";

    /** EC2 and Route 53 answer with XML. */
    private static final Pattern ERROR_CODE = Pattern.compile("<Code>([^<]{1,100})</Code>");

    /**
     * Time of the transmission, until there is an answer. The SDK refuses a name that it knows,
     * also from this class before a reload of dev mode.
     */
    private static final ExecutionAttribute<Long> BEGUN_NANOS =
            new ExecutionAttribute<>("spawn.attempt." + UUID.randomUUID());

    private CallAttempt() {}

    static void begin(ExecutionAttributes attributes, AwsMeters meters) {
        endWithoutAnswer(attributes, meters);
        attributes.putAttribute(BEGUN_NANOS, System.nanoTime());
    }

    /** An answer has arrived; returns its body, which the SDK reads. */
    static Optional<InputStream> end(
            Context.ModifyHttpResponse answer, ExecutionAttributes attributes, AwsMeters meters) {
        if (answer.httpResponse().isSuccessful() || answer.responseBody().isEmpty()) {
            end(result("", answer.httpResponse().statusCode()), attributes, meters);
            return answer.responseBody();
        }
        byte[] body = read(answer.responseBody().get());
        Matcher code = ERROR_CODE.matcher(new String(body, StandardCharsets.UTF_8));
        String found = code.find() ? code.group(1) : "";
        end(result(found, answer.httpResponse().statusCode()), attributes, meters);
        return Optional.of(new ByteArrayInputStream(body));
    }

    /** The request before this one, or the last one, got no answer. */
    static void endWithoutAnswer(ExecutionAttributes attributes, AwsMeters meters) {
        end(NO_ANSWER, attributes, meters);
    }

    /** {@code ok}, or the kind of the failure: {@code throttled}. */
    static String result(String code, int status) {
        return status < 300 ? OK : AwsErrorCodes.kind(code, status).name().toLowerCase(Locale.ROOT);
    }

    private static void end(String result, ExecutionAttributes attributes, AwsMeters meters) {
        @Nullable Long begun = attributes.getAttribute(BEGUN_NANOS);
        if (begun != null) {
            meters.called(
                    String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)),
                    result,
                    Duration.ofNanos(System.nanoTime() - begun));
            attributes.putAttribute(BEGUN_NANOS, null);
        }
    }

    private static byte[] read(InputStream body) {
        try (body) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the answer ends early", e);
        }
    }
}
