/**
 * OpenAPI documents: what annotations on the resources leave out, and schemas of request bodies.
 */
@NullMarked
package io.jobarrays.server.api.openapi;

import org.jspecify.annotations.NullMarked;
