/** What this cloud answers below {@code /_local/}, which no other cloud has. */
@NullMarked
package io.jobarrays.localcloud.own;

import org.jspecify.annotations.NullMarked;
