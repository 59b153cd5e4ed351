package io.jobarrays.localcloud.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Creates self-signed X.509 certificates, for which the JDK has no API. */
final class SelfSignedCertificate {
    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private SelfSignedCertificate() {}

    /** A version 1 certificate in DER, valid for ten years from one day before {@code now}. */
    static byte[] certificate(KeyPair keys, String commonName, BigInteger serial, Instant now)
            throws GeneralSecurityException, IOException {
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        Instant from = now.minus(Duration.ofDays(1));
        X509v1CertificateBuilder certificate =
                new X509v1CertificateBuilder(
                        name,
                        serial,
                        time(from),
                        time(from.plus(VALIDITY)),
                        name,
                        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        try {
            ContentSigner signer =
                    new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate());
            return certificate.build(signer).getEncoded();
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static Time time(Instant at) {
        return new Time(new DERGeneralizedTime(TIME.format(at)));
    }
}
