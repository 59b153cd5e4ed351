package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parameters of AssumeRoleWithWebIdentity; limits of the STS API Reference, 2025.
 *
 * @param session ARN of the session
 */
record AssumedRole(String session, String token, Duration lifetime) {
    private static final String ROLE_ARN = "arn:aws:iam::" + Account.ID + ":role/";
    private static final String SESSION_ARN = "arn:aws:sts::" + Account.ID + ":assumed-role/";
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Set<String> WITHOUT_EFFECT = Set.of("Policy", "PolicyArns", "ProviderId");
    private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
    private static final int MIN_SECONDS = 900;
    private static final int MAX_SECONDS = 43_200;

    /**
     * @throws AwsError ValidationError for a parameter that is missing or wrong
     */
    static AssumedRole of(Map<String, String> parameters) {
        parameters.keySet().stream()
                .map(name -> name.split("\\.", 2)[0])
                .filter(WITHOUT_EFFECT::contains)
                .findFirst()
                .ifPresent(
                        name -> {
                            throw AwsError.notImplemented("AssumeRoleWithWebIdentity with " + name);
                        });
        String role = required(parameters, "RoleArn");
        String name = required(parameters, "RoleSessionName");
        if (!role.startsWith(ROLE_ARN) || role.length() == ROLE_ARN.length()) {
            throw invalid(role + " is no ARN of a role in account " + Account.ID + ".");
        }
        if (!SESSION_NAME.matcher(name).matches()) {
            throw invalid("RoleSessionName has 2 to 64 characters of [\\w+=,.@-].");
        }
        return new AssumedRole(
                SESSION_ARN + role.substring(role.lastIndexOf('/') + 1) + "/" + name,
                required(parameters, "WebIdentityToken"),
                lifetime(parameters));
    }

    /** {@code AROA…:SESSION} of a session's ARN. */
    static String userId(String session) {
        return "AROALOCALLOCALLOCALLO:" + session.substring(session.lastIndexOf('/') + 1);
    }

    private static Duration lifetime(Map<String, String> parameters) {
        String text = parameters.get("DurationSeconds");
        if (text == null) {
            return DEFAULT_LIFETIME;
        }
        if (!text.matches("\\d{1,5}")
                || Integer.parseInt(text) < MIN_SECONDS
                || Integer.parseInt(text) > MAX_SECONDS) {
            throw invalid("DurationSeconds is a number from 900 to 43200.");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static String required(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw invalid(name + " must not be null.");
        }
        return value;
    }

    private static AwsError invalid(String sentence) {
        return new AwsError("ValidationError", sentence);
    }
}
