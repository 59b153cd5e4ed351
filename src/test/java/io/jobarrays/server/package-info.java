@NullMarked
package io.jobarrays.server;

import org.jspecify.annotations.NullMarked;
