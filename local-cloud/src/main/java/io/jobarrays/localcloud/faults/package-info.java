/** Seeded faults of calls and instances: rules, matching and the decision whether one strikes. */
@NullMarked
package io.jobarrays.localcloud.faults;

import org.jspecify.annotations.NullMarked;
