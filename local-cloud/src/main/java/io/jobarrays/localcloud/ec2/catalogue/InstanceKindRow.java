package io.jobarrays.localcloud.ec2.catalogue;

import io.jobarrays.localcloud.ec2.catalogue.InstanceKind.Feature;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind.Gpus;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A row of the table of instance types, read by the names of its columns. */
record InstanceKindRow(List<String> columns, List<String> fields) {

    InstanceKind toKind() {
        return new InstanceKind(
                text("type"),
                number("vcpus"),
                number("cores"),
                number("threads_per_core"),
                number("memory_mib"),
                List.of(text("arch").split(",", -1)),
                gpus(),
                number("local_storage_gb"),
                text("network"),
                Double.parseDouble(text("network_gbps_base")),
                features(),
                optional("hypervisor"),
                zones(),
                optional("usd_per_hour_us_east_1").map(BigDecimal::new));
    }

    private Optional<Gpus> gpus() {
        int count = number("gpus");
        if (count == 0) {
            return Optional.empty();
        }
        String[] makerAndName = text("gpu_name").split(" ", 2);
        return Optional.of(
                new Gpus(count, makerAndName[0], makerAndName[1], number("gpu_memory_mib")));
    }

    private Set<Feature> features() {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            if (text(feature.name().toLowerCase(Locale.ROOT)).equals("1")) {
                features.add(feature);
            }
        }
        return features;
    }

    private List<String> zones() {
        return text("zones_us_east_1").chars().mapToObj(c -> Account.REGION + (char) c).toList();
    }

    private int number(String column) {
        return Integer.parseInt(text(column));
    }

    private Optional<String> optional(String column) {
        return Optional.of(text(column)).filter(it -> !it.isEmpty());
    }

    private String text(String column) {
        return fields.get(columns.indexOf(column));
    }
}
