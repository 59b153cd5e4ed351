/**
 * The command line: what people type. It holds no logic of its own: the server checks, decides and
 * renders.
 */
@NullMarked
package io.jobarrays.cli;

import org.jspecify.annotations.NullMarked;
