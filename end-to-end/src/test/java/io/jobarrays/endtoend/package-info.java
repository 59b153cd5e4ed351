/** Tests of the packaged programs together, through the command line and nothing else of ours. */
@NullMarked
package io.jobarrays.endtoend;

import org.jspecify.annotations.NullMarked;
