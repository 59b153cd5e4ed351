/** Tests of the deciders of pipelines. */
@NullMarked
package io.jobarrays.server.batch.deciders;

import org.jspecify.annotations.NullMarked;
