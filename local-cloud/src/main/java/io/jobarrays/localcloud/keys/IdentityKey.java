package io.jobarrays.localcloud.keys;

import io.jobarrays.localcloud.base.CloudStateDirectory;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * RSA key that signs instance identity documents.
 *
 * <p>A control plane trusts its certificate {@code identity.pem}, as it trusts the certificate of
 * an AWS region.
 */
public final class IdentityKey {
    private static final String CERTIFICATE_FILE = "identity.pem";
    private static final String KEY_FILE = "identity.key";

    /** About 10 MB; far more than instances that boot at the same time. */
    private static final int MAX_KNOWN_SIGNATURES = 10_000;

    private final PrivateKey key;
    private final Path certificate;

    /** By text, since the same text always has the same signature (RFC 8017, section 8.2). */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    private IdentityKey(PrivateKey key, Path certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** Reads the key from the state directory; creates key and certificate the first time. */
    public static IdentityKey of(CloudStateDirectory state, Instant now) throws IOException {
        try {
            if (!state.has(KEY_FILE) || !state.has(CERTIFICATE_FILE)) {
                create(state, now);
            }
            byte[] encoded = fromPem(state.read(KEY_FILE));
            PrivateKey key =
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new IdentityKey(key, state.file(CERTIFICATE_FILE));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    state.file(KEY_FILE) + " holds no key; remove it and identity.pem: " + e, e);
        }
    }

    /** Path of the certificate in PEM. */
    public Path certificate() {
        return certificate;
    }

    /**
     * SHA256withRSA signature over the text, in Base64 without line breaks. Made once for each
     * text: a thousand instances that boot at the same time need seconds of processor time, and
     * repeat requests that take too long.
     */
    public String sign(String text) {
        if (known.size() >= MAX_KNOWN_SIGNATURES) {
            known.clear();
        }
        return known.computeIfAbsent(text, this::newSignature);
    }

    private String newSignature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void create(CloudStateDirectory state, Instant now)
            throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        BigInteger serial = new BigInteger(63, new SecureRandom()).add(BigInteger.ONE);
        byte[] certificate = SelfSignedCertificate.certificate(keys, "local cloud", serial, now);
        state.write(KEY_FILE, toPem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        state.write(CERTIFICATE_FILE, toPem("CERTIFICATE", certificate));
    }

    private static String toPem(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
    }

    private static byte[] fromPem(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
