package io.jobarrays.server.net;

import io.jobarrays.contract.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Decides which addresses notifications may be sent to: public ones, and networks that are set. */
@ApplicationScoped
public class AddressGuard {
    static final String SETTING = "spawn.notify.allowed-networks";

    private static final String REMEDY =
            "notifications go to public addresses, and to networks in " + SETTING;

    private final IpNetworks allowed;

    @Inject
    AddressGuard(@ConfigProperty(name = SETTING) Optional<List<String>> allowedNetworks) {
        this(allowedNetworks.orElse(List.of()));
    }

    public AddressGuard(List<String> allowedNetworks) {
        allowed = new IpNetworks(SETTING, allowedNetworks);
    }

    /**
     * Checks what the URL says by itself; a name is checked at each sending.
     *
     * @param what name of the flag or setting, for the error message
     * @throws Refusal when no notification could ever be sent there
     */
    public void check(String what, NotifyTarget target) {
        refusal(target).ifPresent(reason -> refuse(what, target, reason));
    }

    private static void refuse(String what, NotifyTarget target, String reason) {
        throw new Refusal("%s: %s %s".formatted(what, target, reason));
    }

    private Optional<String> refusal(NotifyTarget target) {
        Optional<InetAddress> address = target.literalAddress();
        if (address.isPresent()) {
            return refusal(target, List.of(address.get()));
        }
        String host = target.host().toLowerCase(Locale.ROOT);
        boolean local = host.equals("localhost") || host.endsWith(".localhost");
        if (local && !allowed.contains(InetAddress.getLoopbackAddress())) {
            return Optional.of("is this machine itself; " + REMEDY);
        }
        return target.encrypted() || !allowed.isEmpty()
                ? Optional.empty()
                : Optional.of(notEncrypted());
    }

    /** Why nothing is sent to a target with these addresses; empty when it may be sent. */
    public Optional<String> refusal(NotifyTarget target, Collection<InetAddress> addresses) {
        return addresses.stream().flatMap(one -> refusal(target, one).stream()).findFirst();
    }

    private Optional<String> refusal(NotifyTarget target, InetAddress address) {
        if (allowed.contains(address)) {
            return Optional.empty();
        }
        Optional<String> kind = SpecialAddresses.kindOf(address);
        if (kind.isPresent()) {
            String subject = target.literalAddress().isPresent() ? "is" : "resolves to";
            String shown =
                    target.literalAddress().isPresent() ? "" : address.getHostAddress() + ", ";
            return Optional.of("%s %s%s; %s".formatted(subject, shown, kind.get(), REMEDY));
        }
        return target.encrypted() ? Optional.empty() : Optional.of(notEncrypted());
    }

    private static String notEncrypted() {
        return "is not encrypted; write https, http is for networks in " + SETTING;
    }
}
