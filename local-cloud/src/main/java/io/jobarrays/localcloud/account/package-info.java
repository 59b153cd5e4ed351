/** STS, SSM parameters and Secrets Manager, as far as job arrays use them. */
@NullMarked
package io.jobarrays.localcloud.account;

import org.jspecify.annotations.NullMarked;
