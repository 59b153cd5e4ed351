/** Tests of what is kept as files. */
@NullMarked
package io.jobarrays.server.state;

import org.jspecify.annotations.NullMarked;
