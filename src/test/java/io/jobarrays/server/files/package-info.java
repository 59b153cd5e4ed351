/** Tests of what is kept as files. */
@NullMarked
package io.jobarrays.server.files;

import org.jspecify.annotations.NullMarked;
