@NullMarked
package io.jobarrays.cli;

import org.jspecify.annotations.NullMarked;
