/** STS and SSM, the little of them that is used. */
@NullMarked
package io.jobarrays.localcloud.account;

import org.jspecify.annotations.NullMarked;
