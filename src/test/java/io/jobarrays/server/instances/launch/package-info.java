@NullMarked
package io.jobarrays.server.instances.launch;

import org.jspecify.annotations.NullMarked;
