/** Wire formats of AWS, read into and written from the SDK's model classes. */
@NullMarked
package io.jobarrays.localcloud.protocol;

import org.jspecify.annotations.NullMarked;
