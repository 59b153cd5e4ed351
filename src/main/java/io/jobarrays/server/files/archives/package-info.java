/** Bundles and outputs: tar.gz archives, uploads, limits. */
@NullMarked
package io.jobarrays.server.files.archives;

import org.jspecify.annotations.NullMarked;
