/** Follows arrays, executions and logs on the terminal. */
@NullMarked
package io.jobarrays.cli.watch;

import org.jspecify.annotations.NullMarked;
