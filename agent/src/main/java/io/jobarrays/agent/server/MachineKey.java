package io.jobarrays.agent.server;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * This machine's own Ed25519 key pair: made at the first start, kept on its disk and shown nowhere.
 */
public final class MachineKey {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey privateKey;
    private final String publicKey;

    private MachineKey(PrivateKey secret, String shown) {
        this.privateKey = secret;
        this.publicKey = shown;
    }

    public static MachineKey loadOrCreate(RootDirectory root) throws IOException {
        Path file = root.stateFile("key");
        try {
            if (!Files.exists(file)) {
                KeyPair made = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
                AtomicFile.write(file, encode(made), AtomicFile.PRIVATE);
            }
            return read(file);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("%s holds no key of this machine: %s".formatted(file, e), e);
        }
    }

    private static MachineKey read(Path file) throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw new IllegalArgumentException("it has not two lines");
        }
        byte[] secret = Base64.getDecoder().decode(lines.getFirst());
        return new MachineKey(
                KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(secret)),
                lines.get(1));
    }

    /** A private key does not tell its public one: both are kept. */
    private static String encode(KeyPair pair) {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(pair.getPrivate().getEncoded())
                + "\n"
                + base64.encodeToString(pair.getPublic().getEncoded())
                + "\n";
    }

    /** X.509, in Base64. */
    String publicKey() {
        return publicKey;
    }

    /** In Base64. */
    String sign(String text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this machine's key signs nothing", e);
        }
    }
}
