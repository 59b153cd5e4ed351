package io.jobarrays.server.publicurl;

import io.jobarrays.contract.TlsRefusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS handshake as an agent begins it, without a request after it.
 *
 * @param host name that the certificate must have
 * @param at where to connect; unresolved, so that each attempt asks for the address of the name
 * @param trust authorities of the agents
 * @param timeout longest time to connect, and to wait for each answer of the handshake
 */
record TlsProbe(String host, InetSocketAddress at, SSLContext trust, Duration timeout) {

    TlsAnswer answer() {
        try (Socket plain = new Socket()) {
            plain.setSoTimeout((int) timeout.toMillis());
            plain.connect(resolved(), (int) timeout.toMillis());
            handshake(plain);
            return new TlsAnswer.Trusted();
        } catch (IOException failure) {
            Optional<TlsRefusal> refusal = TlsRefusal.of(failure);
            return refusal.isPresent()
                    ? new TlsAnswer.Refused(refusal.get())
                    : new TlsAnswer.None(TlsAnswer.reason(failure));
        }
    }

    private InetSocketAddress resolved() {
        return new InetSocketAddress(at.getHostString(), at.getPort());
    }

    private void handshake(Socket plain) throws IOException {
        try (SSLSocket tls =
                (SSLSocket)
                        trust.getSocketFactory().createSocket(plain, host, at.getPort(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
        }
    }
}
