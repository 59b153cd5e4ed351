@NullMarked
package io.jobarrays.cli.remote;

import org.jspecify.annotations.NullMarked;
