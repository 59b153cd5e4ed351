@NullMarked
package io.jobarrays.server.instances.watch;

import org.jspecify.annotations.NullMarked;
