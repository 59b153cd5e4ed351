/** S3: buckets, objects, listings and multipart uploads, in files of the state directory. */
@NullMarked
package io.jobarrays.localcloud.s3;

import org.jspecify.annotations.NullMarked;
