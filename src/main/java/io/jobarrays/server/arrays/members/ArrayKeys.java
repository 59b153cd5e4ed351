package io.jobarrays.server.arrays.members;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.arrays.rows.ArrayKey;
import io.jobarrays.server.state.Vault;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/** SSH key pair of each array, which its members use to reach each other. */
@ApplicationScoped
class ArrayKeys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(70, "\n".getBytes(StandardCharsets.US_ASCII));

    /** More arrays than connect agents at the same time. */
    private static final int MAX_KEYS_IN_MEMORY = 1000;

    private final Vault vault;
    private final Map<String, AgentMessage.SshKey> keys = new ConcurrentHashMap<>();

    ArrayKeys(Vault vault) {
        this.vault = vault;
    }

    /** Created for the first member; concurrent calls get the same key. */
    AgentMessage.SshKey of(String arrayId) {
        AgentMessage.SshKey known = keys.get(arrayId);
        if (known == null) {
            known = read(arrayId);
            forgetAllWhenFull();
            keys.put(arrayId, known);
        }
        return known;
    }

    private void forgetAllWhenFull() {
        if (keys.size() >= MAX_KEYS_IN_MEMORY) {
            keys.clear();
        }
    }

    private AgentMessage.SshKey read(String arrayId) {
        ArrayKey row =
                QuarkusTransaction.requiringNew()
                        .call(
                                () -> {
                                    ArrayKey found = ArrayKey.findById(arrayId);
                                    return found == null ? create(arrayId) : found;
                                });
        return new AgentMessage.SshKey(vault.open(row.privateKey), row.publicKey);
    }

    private ArrayKey create(String arrayId) {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(RANDOM));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            ArrayKey.insertIfAbsent(
                    arrayId, vault.seal(privateKey(pair)), publicKey(pair, arrayId));
        } catch (IOException e) {
            throw new UncheckedIOException("an ssh key could not be written", e);
        }
        return Objects.requireNonNull(ArrayKey.findById(arrayId));
    }

    private static String privateKey(AsymmetricCipherKeyPair pair) throws IOException {
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n-----END OPENSSH PRIVATE KEY-----\n"
                .formatted(
                        LINES.encodeToString(
                                OpenSSHPrivateKeyUtil.encodePrivateKey(pair.getPrivate())));
    }

    private static String publicKey(AsymmetricCipherKeyPair pair, String arrayId)
            throws IOException {
        byte[] key = OpenSSHPublicKeyUtil.encodePublicKey(pair.getPublic());
        return "ssh-ed25519 %s %s".formatted(Base64.getEncoder().encodeToString(key), arrayId);
    }
}
