/** Every text format against its golden file. */
@NullMarked
package io.jobarrays.contract;

import org.jspecify.annotations.NullMarked;
