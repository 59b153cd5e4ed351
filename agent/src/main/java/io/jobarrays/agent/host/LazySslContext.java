package io.jobarrays.agent.host;

import java.net.http.HttpClient;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Java's default TLS context, made at the first TLS connection. An {@code HttpClient} makes it when
 * it is built and then reads 140 certificate authorities: a fifth of the processor time of an
 * agent's start, also where no connection uses TLS.
 */
public final class LazySslContext extends SSLContext {
    /** Those of an {@code HttpClient} without parameters, which asks its context for them. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private LazySslContext(Supplier<SSLContext> source) {
        super(new Spi(source), null, "Default");
    }

    /** Makes the client use this context. */
    public static HttpClient.Builder use(HttpClient.Builder client) {
        return use(client, LazySslContext::defaultContext);
    }

    static HttpClient.Builder use(HttpClient.Builder client, Supplier<SSLContext> source) {
        return client.sslContext(new LazySslContext(source))
                .sslParameters(new SSLParameters(null, PROTOCOLS));
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static final class Spi extends SSLContextSpi {
        private final Supplier<SSLContext> source;
        private @Nullable SSLContext context;

        Spi(Supplier<SSLContext> source) {
            this.source = source;
        }

        private synchronized SSLContext context() {
            SSLContext known = context;
            if (known == null) {
                known = source.get();
                context = known;
            }
            return known;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("the default TLS context is initialized by Java");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return context().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return context().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return context().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context().getSupportedSSLParameters();
        }
    }
}
