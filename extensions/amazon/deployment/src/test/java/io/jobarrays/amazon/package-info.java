/** Rules of the code of the extension. */
@NullMarked
package io.jobarrays.amazon;

import org.jspecify.annotations.NullMarked;
