/** STS, SSM and Secrets Manager, the little of them that is used. */
@NullMarked
package io.jobarrays.localcloud.account;

import org.jspecify.annotations.NullMarked;
