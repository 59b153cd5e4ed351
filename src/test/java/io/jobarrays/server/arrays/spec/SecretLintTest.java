package io.jobarrays.server.arrays.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretLintTest {
    @ParameterizedTest
    @CsvSource({
        "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY, an AWS secret key",
        "aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE, an AWS access key",
        "-----BEGIN OPENSSH PRIVATE KEY-----, a private key",
        "git clone https://ghp_abcdefghijklmnopqrstuvwxyz0123456789@github.com/a/b, a GitHub token",
        "curl -H 'Bearer github_pat_11ABCDEFG0abcdefghijklmn', a GitHub token",
        "notify xoxb-123456789012-abcdef, a Slack token",
        "mysql --password=hunter2secret, a password"
    })
    void reportsTheLineOfASecretButNotItsValue(String line, String what) {
        var warnings =
                SecretLint.warnings(spec(Map.of("user-data", "#!/bin/sh\n\n" + line + "\n")));

        assertThat(warnings)
                .containsExactly(
                        "user-data line 3 looks like %s; use --env NAME=ssm:PARAMETER, which is"
                                        .formatted(what)
                                + " looked up on the machine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql --password=\"$DB_PASSWORD\"",
                "PASSWORD=$(cat /run/secret)",
                "export DB_PASSWORD=ssm:/prod/db",
                "read -s password",
                "echo AKIA is a prefix",
                "python3 train.py --max-tokens=1000000"
            })
    void acceptsReferencesToSecrets(String line) {
        assertThat(SecretLint.warnings(spec(Map.of("command", line)))).isEmpty();
    }

    @Test
    void reportsTheNameOfAVariable() {
        var warnings =
                SecretLint.warnings(
                        spec(
                                Map.of(
                                        "env.HF_TOKEN", "abc",
                                        "env.KEY", "AKIAIOSFODNN7EXAMPLE",
                                        "env.DB_PASSWORD", "secretsmanager:db",
                                        "env.SEED", "7")));

        assertThat(warnings)
                .containsExactly(
                        "env HF_TOKEN looks like a secret; use --env HF_TOKEN=ssm:PARAMETER, which"
                                + " is looked up on the machine",
                        "env KEY looks like an AWS access key; use --env KEY=ssm:PARAMETER, which is"
                                + " looked up on the machine");
    }

    @Test
    void reportsAtMostTenFindings() {
        String script = "password=abcdefgh\n".repeat(50);

        assertThat(SecretLint.warnings(spec(Map.of("user-data", script)))).hasSize(10);
    }

    private static ArraySpec spec(Map<String, String> flags) {
        return ArraySpec.of(flags);
    }
}
