@NullMarked
package io.jobarrays.cli.local;

import org.jspecify.annotations.NullMarked;
