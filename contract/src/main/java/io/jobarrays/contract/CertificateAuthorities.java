package io.jobarrays.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of the authorities that a client of the control plane trusts instead of Java's. */
public record CertificateAuthorities(List<X509Certificate> certificates) {
    private static final Pattern BLOCK =
            Pattern.compile("(?s)-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----");
    private static final Base64.Encoder BASE64 =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    public CertificateAuthorities {
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads the certificates of a PEM file; other parts of it are ignored.
     *
     * @param setting name of the setting or flag, for messages
     * @throws Refusal when it cannot be read, or has no certificate or a damaged one
     */
    public static CertificateAuthorities read(String setting, Path file) {
        try {
            return parse(setting, file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new Refusal(
                    "%s: cannot read %s (%s); name a PEM file with the certificates of an authority"
                            .formatted(setting, file, e.getClass().getSimpleName()));
        }
    }

    private static CertificateAuthorities parse(String setting, Path file, String text) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                byte[] bytes = block.group().getBytes(StandardCharsets.ISO_8859_1);
                found.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(bytes)));
            }
        } catch (CertificateException e) {
            throw new Refusal(
                    "%s: certificate %d of %s is damaged; write the file again"
                            .formatted(setting, found.size() + 1, file));
        }
        if (found.isEmpty()) {
            throw new Refusal(
                    "%s: %s has no certificate in PEM, which begins with \"-----BEGIN CERTIFICATE-----\""
                            .formatted(setting, file));
        }
        return new CertificateAuthorities(found);
    }

    /**
     * Leaves out the certificates that are not valid at this time.
     *
     * @throws Refusal when none is left
     */
    public CertificateAuthorities validAt(String setting, Instant now) {
        List<X509Certificate> valid = certificates.stream().filter(it -> isValid(it, now)).toList();
        if (valid.isEmpty()) {
            X509Certificate last = certificates.getLast();
            throw new Refusal(
                    "%s: no certificate is valid now; that of \"%s\" is from %s to %s"
                            .formatted(
                                    setting,
                                    last.getSubjectX500Principal(),
                                    last.getNotBefore().toInstant(),
                                    last.getNotAfter().toInstant()));
        }
        return new CertificateAuthorities(valid);
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    /** The certificates in PEM, without anything else. */
    public String pem() {
        return certificates.stream()
                .map(CertificateAuthorities::pem)
                .collect(Collectors.joining("\n"));
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + BASE64.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----";
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** TLS of a client that trusts only these authorities. */
    public SSLContext context() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("" + i, certificates.get(i));
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
