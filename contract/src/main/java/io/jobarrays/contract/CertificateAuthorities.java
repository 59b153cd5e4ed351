package io.jobarrays.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** Each certificate in DER begins with this byte. */
    private static final char DER_SEQUENCE = 0x30;

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
                    "%s: %s %s; name a PEM file with the certificates of an authority"
                            .formatted(setting, file, problem(file, e)));
        }
    }

    private static String problem(Path file, IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "does not exist";
            case AccessDeniedException _ -> "may not be read by this user";
            default ->
                    Files.isDirectory(file)
                            ? "is a directory"
                            : "cannot be read (%s)".formatted(failure.getMessage());
        };
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
            throw new Refusal("%s: %s %s".formatted(setting, file, contentInstead(text)));
        }
        return new CertificateAuthorities(found);
    }

    private static String contentInstead(String text) {
        if (text.isBlank()) {
            return "is empty; write the certificates of an authority in PEM into it";
        }
        if (text.contains("PRIVATE KEY-----")) {
            return "has a private key and no certificate; name the file with the authority's certificate";
        }
        if (text.charAt(0) == DER_SEQUENCE) {
            return "is not in PEM; \"openssl x509 -inform der\" converts a certificate in DER";
        }
        return "has no certificate in PEM, which begins with \"-----BEGIN CERTIFICATE-----\"";
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
