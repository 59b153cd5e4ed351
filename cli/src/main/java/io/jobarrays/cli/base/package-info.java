/** Failures, terminal and global options that every other package uses. */
@NullMarked
package io.jobarrays.cli.base;

import org.jspecify.annotations.NullMarked;
