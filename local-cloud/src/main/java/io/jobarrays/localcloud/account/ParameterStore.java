package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.AccountSizeLimit;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parameters of the account and AWS's public parameters of images. */
public final class ParameterStore {
    private static final List<String> TYPES =
            List.of("String", "StringList", Parameter.SECURE_STRING);

    /** Without groups, which recurse for each segment of a long name. */
    private static final Pattern NAME = Pattern.compile("(?!.*//)[\\w./-]*[\\w.-]");

    /** Systems Manager API Reference, PutParameter, Name, 2025. */
    private static final int MAX_NAME_CHARACTERS = 2048;

    private static final Pattern RESERVED = Pattern.compile("(?i)/?(?:aws|ssm).*");
    private static final Pattern IMAGE_NAME =
            Pattern.compile(
                    "/aws/service/ami-amazon-linux-latest/"
                            + "(?:al2023-ami-[a-z0-9.-]+|amzn2-ami-[a-z0-9.-]+)-(x86_64|arm64)(?:-[a-z0-9]+)?");
    private static final Instant IMAGES_CREATED_AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Parameter> byName = new HashMap<>();
    private final SizeLimits sizes;
    private final Clock clock;

    public ParameterStore(SizeLimits sizes, Clock clock) {
        this.sizes = sizes;
        this.clock = clock;
    }

    /**
     * Stores a value.
     *
     * @param type may be empty when a parameter is overwritten, which then keeps its type
     */
    synchronized Parameter put(
            String name, Optional<String> type, String value, boolean overwrite) {
        check(name, value);
        Parameter existing = byName.get(name);
        if (existing != null && !overwrite) {
            throw new AwsError(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite"
                            + " option in the request to true.");
        }
        String storedType =
                type.or(() -> Optional.ofNullable(existing).map(Parameter::type))
                        .orElseThrow(
                                () ->
                                        new AwsError(
                                                "ValidationException",
                                                "A parameter type is required when you create a parameter."));
        if (!TYPES.contains(storedType)) {
            throw new AwsError(
                    "ValidationException", "There is no parameter type " + storedType + ".");
        }
        Parameter put =
                new Parameter(
                        name,
                        storedType,
                        value,
                        existing == null ? 1 : existing.version() + 1,
                        clock.instant(),
                        Account.ID,
                        randomCiphertext());
        byName.put(name, put);
        return put;
    }

    /** Finds a parameter by name or ARN. */
    synchronized Optional<Parameter> find(String nameOrArn) {
        String name = nameOrArn.replaceFirst("^arn:aws:ssm:[^:]*:[^:]*:parameter", "");
        return Optional.ofNullable(byName.get(name))
                .or(() -> Optional.ofNullable(byName.get(name.replaceFirst("^/", ""))))
                .or(() -> image(name));
    }

    private void check(String name, String value) {
        if (name.length() > MAX_NAME_CHARACTERS
                || !NAME.matcher(name).matches()
                || RESERVED.matcher(name).matches()) {
            throw new AwsError(
                    "ValidationException",
                    "Parameter name %s: letters, digits and ._-/, not beginning with aws or ssm, at most %d characters."
                            .formatted(name, MAX_NAME_CHARACTERS));
        }
        AccountSizeLimit limit = sizes.of(AccountSize.PARAMETER_VALUE_CHARACTERS);
        if (value.isEmpty() || limit.isExceededBy(value.length())) {
            throw new AwsError(
                    "ValidationException",
                    "The value of %s has 1 to %d characters.".formatted(name, limit.max()));
        }
    }

    private static Optional<Parameter> image(String name) {
        Matcher image = IMAGE_NAME.matcher(name);
        if (!image.matches()) {
            return Optional.empty();
        }
        String value = image.group(1).equals("arm64") ? Account.ARM_IMAGE : Account.X86_IMAGE;
        return Optional.of(new Parameter(name, "String", value, 1, IMAGES_CREATED_AT, "", ""));
    }

    private static String randomCiphertext() {
        byte[] random = new byte[96];
        RANDOM.nextBytes(random);
        return "AQICAHh" + Base64.getEncoder().encodeToString(random);
    }
}
