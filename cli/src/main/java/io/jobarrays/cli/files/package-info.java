/** Packing of directories for members and unpacking of collected files. */
@NullMarked
package io.jobarrays.cli.files;

import org.jspecify.annotations.NullMarked;
