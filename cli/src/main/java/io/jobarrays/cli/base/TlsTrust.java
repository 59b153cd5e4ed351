package io.jobarrays.cli.base;

import java.net.HttpURLConnection;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** Trust in the authorities that {@code --ca} names. */
public final class TlsTrust {
    private TlsTrust() {}

    /** Makes a call by https trust the authorities of this context; empty: those of Java. */
    public static void apply(Optional<SSLContext> tls, HttpURLConnection request) {
        if (request instanceof HttpsURLConnection secure) {
            tls.ifPresent(it -> secure.setSSLSocketFactory(it.getSocketFactory()));
        }
    }
}
