/** One call of the program: its outputs, its control plane, its options. */
@NullMarked
package io.jobarrays.cli.session;

import org.jspecify.annotations.NullMarked;
