package io.jobarrays.localcloud.limits;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Sizes of requests and resources that the account permits, as documented at first. */
public final class SizeLimits {
    private final Map<AccountSize, AccountSizeLimit> limits = new EnumMap<>(AccountSize.class);

    public SizeLimits() {
        Arrays.stream(AccountSize.values())
                .forEach(size -> limits.put(size, new AccountSizeLimit(size)));
    }

    public AccountSizeLimit of(AccountSize size) {
        return Objects.requireNonNull(limits.get(size));
    }

    /** The limit of that name in the control API. */
    public Optional<AccountSizeLimit> named(String name) {
        return Arrays.stream(AccountSize.values())
                .filter(size -> size.label().equals(name))
                .findFirst()
                .map(this::of);
    }

    /** All limits, in the order of their declaration. */
    public Stream<AccountSizeLimit> all() {
        return limits.values().stream();
    }
}
