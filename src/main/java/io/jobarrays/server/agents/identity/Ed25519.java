package io.jobarrays.server.agents.identity;

import io.jobarrays.contract.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Verification of agents' signatures. */
final class Ed25519 {
    private Ed25519() {}

    /**
     * @param publicKey X.509 form in Base64
     * @throws Refusal when it is not an Ed25519 key
     */
    static String requirePublicKey(String publicKey) {
        try {
            key(publicKey);
            return publicKey;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Refusal("public_key: no Ed25519 key; write its X.509 form in Base64");
        }
    }

    static boolean verify(String publicKey, String text, String signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key(publicKey));
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static PublicKey key(String publicKey) throws GeneralSecurityException {
        byte[] encoded = Base64.getDecoder().decode(publicKey);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
