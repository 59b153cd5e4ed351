/** Request and resource limits of the account, as AWS documents them. */
@NullMarked
package io.jobarrays.localcloud.limits;

import org.jspecify.annotations.NullMarked;
