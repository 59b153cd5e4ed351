/** Secrets of the local account and the signature under identity documents. */
@NullMarked
package io.jobarrays.localcloud.keys;

import org.jspecify.annotations.NullMarked;
