package io.jobarrays.agent.server;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * Ed25519 key pair of this machine; generated at the first start, the private key never leaves the
 * disk.
 */
public final class MachineKey {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey privateKey;
    private final String publicKey;

    private MachineKey(PrivateKey privateKey, String publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static MachineKey loadOrCreate(RootDirectory root) throws IOException {
        Path file = root.stateFile("key");
        try {
            return Files.exists(file) ? read(file) : create(file);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("%s holds no key of this machine: %s".formatted(file, e), e);
        }
    }

    private static MachineKey create(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        String publicKey = base64(pair.getPublic());
        // Both keys: Java cannot derive the public key from the private one.
        String lines = base64(pair.getPrivate()) + "\n" + publicKey + "\n";
        AtomicFile.write(file, lines, AtomicFile.PRIVATE);
        return new MachineKey(pair.getPrivate(), publicKey);
    }

    private static MachineKey read(Path file) throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw new IllegalArgumentException("it does not have two lines");
        }
        byte[] privateKey = Base64.getDecoder().decode(lines.getFirst());
        return new MachineKey(
                KeyFactory.getInstance(ALGORITHM)
                        .generatePrivate(new PKCS8EncodedKeySpec(privateKey)),
                lines.get(1));
    }

    private static String base64(Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** Base64 of the X.509 encoding. */
    String publicKey() {
        return publicKey;
    }

    /** Returns the signature in Base64. */
    String sign(String text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with this machine's key", e);
        }
    }
}
