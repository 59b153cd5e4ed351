/** Patterns of file names, as {@code --collect} and other flags take them. */
@NullMarked
package io.jobarrays.contract.globs;

import org.jspecify.annotations.NullMarked;
