/** Access keys of the local account and the key that signs identity documents. */
@NullMarked
package io.jobarrays.localcloud.keys;

import org.jspecify.annotations.NullMarked;
