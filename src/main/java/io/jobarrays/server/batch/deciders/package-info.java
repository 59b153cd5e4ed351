/** Deciders of pipelines: they return the text by which a decision chooses its transition. */
@NullMarked
package io.jobarrays.server.batch.deciders;

import org.jspecify.annotations.NullMarked;
