/** Directories on their way to members, and collected files on their way back. */
@NullMarked
package io.jobarrays.cli.files;

import org.jspecify.annotations.NullMarked;
