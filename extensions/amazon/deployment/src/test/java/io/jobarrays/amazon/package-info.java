/** The extension as an application meets it. */
@NullMarked
package io.jobarrays.amazon;

import org.jspecify.annotations.NullMarked;
