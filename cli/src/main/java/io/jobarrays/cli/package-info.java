/** Command-line client; the server checks, decides and renders. */
@NullMarked
package io.jobarrays.cli;

import org.jspecify.annotations.NullMarked;
