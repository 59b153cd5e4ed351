@NullMarked
package io.jobarrays.cli.base;

import org.jspecify.annotations.NullMarked;
