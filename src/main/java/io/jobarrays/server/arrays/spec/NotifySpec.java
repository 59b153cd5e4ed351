package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.net.NotifyTarget;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Notifications of an array.
 *
 * @param target null: that of its execution, else the one in the server's settings
 * @param cost USD above which a warning is sent; null: as the server's settings say
 */
public record NotifySpec(@Nullable NotifyTarget target, @Nullable BigDecimal cost) {
    static NotifySpec of(FlagReader flags) {
        String url = flags.text("notify");
        String format = flags.text("notify-format");
        if (url == null && format != null) {
            throw new Refusal("notify-format: only with notify, which names the receiver");
        }
        return new NotifySpec(
                url == null ? null : NotifyTarget.parse("notify", url, format), cost(flags));
    }

    private static @Nullable BigDecimal cost(FlagReader flags) {
        String cost = flags.text("notify-cost");
        if (cost == null) {
            return null;
        }
        if (!cost.matches("\\d{1,7}(\\.\\d{1,4})?") || new BigDecimal(cost).signum() == 0) {
            throw new Refusal(
                    "notify-cost: \"%s\" is no amount of USD; write 5 or 0.50".formatted(cost));
        }
        return new BigDecimal(cost);
    }
}
