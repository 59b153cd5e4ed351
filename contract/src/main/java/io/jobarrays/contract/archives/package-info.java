/** Reading and unpacking of untrusted tar.gz archives, with what they really hold counted. */
@NullMarked
package io.jobarrays.contract.archives;

import org.jspecify.annotations.NullMarked;
