/** The DNS server for hosted zones and instance names. */
@NullMarked
package io.jobarrays.localcloud.dns;

import org.jspecify.annotations.NullMarked;
