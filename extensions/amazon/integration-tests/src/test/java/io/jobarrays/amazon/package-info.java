/** Tests of the extension through Quarkus applications. */
@NullMarked
package io.jobarrays.amazon;

import org.jspecify.annotations.NullMarked;
