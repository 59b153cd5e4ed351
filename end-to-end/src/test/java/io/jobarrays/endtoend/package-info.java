/** Tests of the packaged programs together, through the command line only. */
@NullMarked
package io.jobarrays.endtoend;

import org.jspecify.annotations.NullMarked;
