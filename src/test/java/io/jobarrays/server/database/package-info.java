/** Check that agents can reach this control plane at its public URL, and will trust it. */
@NullMarked
package io.jobarrays.server.database;

import org.jspecify.annotations.NullMarked;
