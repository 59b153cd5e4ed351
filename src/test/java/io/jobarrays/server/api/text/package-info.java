/** Tests of what people read, against golden files. */
@NullMarked
package io.jobarrays.server.api.text;

import org.jspecify.annotations.NullMarked;
