@NullMarked
package io.jobarrays.cli.flags;

import org.jspecify.annotations.NullMarked;
