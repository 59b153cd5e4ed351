@NullMarked
package io.jobarrays.contract.globs;

import org.jspecify.annotations.NullMarked;
