@NullMarked
package io.jobarrays.cli.watch;

import org.jspecify.annotations.NullMarked;
