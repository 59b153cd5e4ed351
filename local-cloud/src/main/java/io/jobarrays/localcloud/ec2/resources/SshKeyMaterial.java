package io.jobarrays.localcloud.ec2.resources;

import io.jobarrays.localcloud.protocol.AwsError;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Public key of a key pair with its fingerprint, and the private key when EC2 made it.
 *
 * <p>Fingerprints: "Verify the fingerprint of your key pair" in the EC2 user guide.
 *
 * @param privatePem empty for an imported key
 */
record SshKeyMaterial(String type, String publicKey, String fingerprint, String privatePem) {
    private static final int RSA_BITS = 2048;

    static SshKeyMaterial create(String type) {
        return type.equals("ed25519") ? createEd25519() : createRsa();
    }

    /**
     * Reads a public key in OpenSSH's format.
     *
     * @throws AwsError {@code InvalidKey.Format}
     */
    static SshKeyMaterial imported(byte[] text) {
        String[] parts = new String(text, StandardCharsets.UTF_8).strip().split("\\s+", 3);
        try {
            byte[] blob = Base64.getDecoder().decode(parts.length < 2 ? "" : parts[1]);
            AsymmetricKeyParameter key = OpenSSHPublicKeyUtil.parsePublicKey(blob);
            return switch (parts[0]) {
                case "ssh-ed25519" ->
                        new SshKeyMaterial("ed25519", line(parts[0], blob), sha256(blob), "");
                case "ssh-rsa" ->
                        new SshKeyMaterial(
                                "rsa", line(parts[0], blob), colons("MD5", der(key)), "");
                default -> throw invalidFormat();
            };
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            throw invalidFormat();
        }
    }

    private static SshKeyMaterial createRsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            KeyPair pair = generator.generateKeyPair();
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            byte[] pkcs1 =
                    PrivateKeyInfo.getInstance(pkcs8)
                            .parsePrivateKey()
                            .toASN1Primitive()
                            .getEncoded();
            byte[] blob =
                    OpenSSHPublicKeyUtil.encodePublicKey(
                            PublicKeyFactory.createKey(pair.getPublic().getEncoded()));
            return new SshKeyMaterial(
                    "rsa",
                    line("ssh-rsa", blob),
                    colons("SHA-1", pkcs8),
                    pem("RSA PRIVATE KEY", pkcs1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SshKeyMaterial createEd25519() {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        var pair = generator.generateKeyPair();
        try {
            byte[] blob =
                    OpenSSHPublicKeyUtil.encodePublicKey(
                            (Ed25519PublicKeyParameters) pair.getPublic());
            byte[] secret = OpenSSHPrivateKeyUtil.encodePrivateKey(pair.getPrivate());
            return new SshKeyMaterial(
                    "ed25519",
                    line("ssh-ed25519", blob),
                    sha256(blob),
                    pem("OPENSSH PRIVATE KEY", secret));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] der(AsymmetricKeyParameter key) throws IOException {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key);
        return info.getEncoded();
    }

    private static String line(String type, byte[] blob) {
        return type + " " + Base64.getEncoder().encodeToString(blob);
    }

    private static String sha256(byte[] bytes) {
        return Base64.getEncoder().encodeToString(digest("SHA-256", bytes));
    }

    private static String colons(String algorithm, byte[] bytes) {
        return HexFormat.ofDelimiter(":").formatHex(digest(algorithm, bytes));
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] bytes) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject(type, bytes));
        }
        return text.toString().strip();
    }

    private static AwsError invalidFormat() {
        return new AwsError("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
    }
}
