package io.jobarrays.server.state;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Encrypts secrets of users before they are stored in the database. The key is {@code key} in the
 * state directory, so that a copy of the database alone reveals nothing.
 */
@ApplicationScoped
public class Vault {
    /** Prefix of sealed text; no JSON document begins like this. */
    public static final String SEALED = "sealed:1:";

    private static final int IV = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path place;
    private final byte[] rows;
    private final byte[] seals;

    public Vault(
            StateDirectory state, @ConfigProperty(name = "spawn.key-file") Optional<Path> given) {
        place = given.orElseGet(() -> state.path("key"));
        byte[] key =
                SecretFile.read(state, given, "key", "put back the one that was there")
                        .getBytes(StandardCharsets.UTF_8);
        // One derived key per purpose: encryption and signatures share no key.
        rows = mac(key, "rows");
        seals = mac(key, "seals");
    }

    /** Encrypts with AES-256-GCM and a random IV. */
    public String seal(String text) {
        byte[] iv = new byte[IV];
        RANDOM.nextBytes(iv);
        try {
            byte[] hidden =
                    cipher(Cipher.ENCRYPT_MODE, iv).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] whole = ByteBuffer.allocate(IV + hidden.length).put(iv).put(hidden).array();
            return SEALED + Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Decrypts sealed text; returns text without the prefix unchanged. */
    public String open(String text) {
        if (!text.startsWith(SEALED)) {
            return text;
        }
        try {
            byte[] whole = Base64.getDecoder().decode(text.substring(SEALED.length()));
            byte[] iv = Arrays.copyOf(whole, IV);
            byte[] open = cipher(Cipher.DECRYPT_MODE, iv).doFinal(whole, IV, whole.length - IV);
            return new String(open, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    ("the key in %s does not open what this database holds; put back the key that"
                                    + " was there when it was written")
                            .formatted(place),
                    e);
        }
    }

    /** HMAC of {@code text} in hexadecimal, which proves later that this server issued it. */
    public String stamp(String text) {
        return HexFormat.of().formatHex(mac(seals, text));
    }

    private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(rows, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
