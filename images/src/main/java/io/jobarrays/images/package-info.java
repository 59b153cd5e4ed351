/** Container images of server and local cloud, as archives for {@code docker load} and others. */
@NullMarked
package io.jobarrays.images;

import org.jspecify.annotations.NullMarked;
