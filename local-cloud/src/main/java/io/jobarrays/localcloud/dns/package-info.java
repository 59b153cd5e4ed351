/** Answers to DNS queries for the hosted zones. */
@NullMarked
package io.jobarrays.localcloud.dns;

import org.jspecify.annotations.NullMarked;
